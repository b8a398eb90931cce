namespace WebService;

/// <summary>What the model says.</summary>
internal sealed class ClickOutput
{
    public float Probability { get; set; }
    public bool PredictedLabel { get; set; }
}

namespace MLNetDeep;

/// <summary>What is read of the prediction for a made-up click.</summary>
internal sealed class ClickScores
{
    public float Score { get; set; }
    public float Probability { get; set; }
    public bool PredictedLabel { get; set; }
}

namespace Text;

/// <summary>What the network says about a text.</summary>
internal sealed class Prediction
{
    public string Text { get; set; } = "";

    public bool Label { get; set; }

    /// <summary>The keys of its words.</summary>
    public uint[] Tokens { get; set; } = [];

    /// <summary>The words of these keys; empty for unknown ones.</summary>
    public string[] Words { get; set; } = [];

    public bool PredictedLabel { get; set; }

    public float Probability { get; set; }
}

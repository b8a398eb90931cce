namespace Sequences;

/// <summary>What the network says about a series.</summary>
internal sealed class Prediction
{
    public string PredictedKind { get; set; } = "";

    public float[] Score { get; set; } = [];
}

namespace Images;

/// <summary>What the network says about a picture.</summary>
internal sealed class Prediction
{
    public string PredictedKind { get; set; } = "";

    public float[] Score { get; set; } = [];

    public float[] Features { get; set; } = [];
}

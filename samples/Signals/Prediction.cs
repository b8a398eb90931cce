namespace Signals;

/// <summary>What the network says about a signal.</summary>
internal sealed class Prediction
{
    public string PredictedKind { get; set; } = "";

    public float[] Score { get; set; } = [];
}

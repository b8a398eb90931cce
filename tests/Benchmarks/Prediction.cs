namespace MLNetDeep.Benchmarks;

/// <summary>What a binary classifier says about a row.</summary>
internal sealed class Prediction
{
    public float Score { get; set; }

    public float Probability { get; set; }

    public bool PredictedLabel { get; set; }
}

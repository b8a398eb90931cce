using Microsoft.ML.SearchSpace;
using Microsoft.ML.Trainers;

namespace Sweeping;

/// <summary>The options of linear models that are searched.</summary>
internal sealed record LinearSpace
{
    [Range(1e-4f, 10f, true)] public float L2 { get; init; } = 1;
    [Range(1e-4f, 10f, true)] public float L1 { get; init; } = 1;

    public LbfgsLogisticRegressionBinaryTrainer.Options Binary() => new() { L2Regularization = L2, L1Regularization = L1, NumberOfThreads = 1 };

    public LbfgsMaximumEntropyMulticlassTrainer.Options Multiclass() => new() { L2Regularization = L2, L1Regularization = L1, NumberOfThreads = 1 };

    /// <summary>Its penalties are of another scale.</summary>
    public SdcaRegressionTrainer.Options Regression() => new() { L2Regularization = L2 / 1e4f, L1Regularization = L1 / 10, NumberOfThreads = 1 };
}

using Microsoft.ML.SearchSpace;
using Microsoft.ML.Trainers.LightGbm;

namespace Sweeping;

/// <summary>The options of LightGBM that are searched.</summary>
internal sealed record LightGbmSpace
{
    [Range(4, 128, true)] public int Leaves { get; init; } = 31;
    [Range(1, 100, true)] public int RowsPerLeaf { get; init; } = 20;
    [Range(20, 400, true)] public int Trees { get; init; } = 100;
    [Range(0.02, 0.5, true)] public double LearningRate { get; init; } = 0.1;

    public LightGbmBinaryTrainer.Options Binary() => new()
    {
        NumberOfLeaves = Leaves,
        MinimumExampleCountPerLeaf = RowsPerLeaf,
        NumberOfIterations = Trees,
        LearningRate = LearningRate,
        NumberOfThreads = 1,
    };

    public LightGbmMulticlassTrainer.Options Multiclass() => new()
    {
        NumberOfLeaves = Leaves,
        MinimumExampleCountPerLeaf = RowsPerLeaf,
        NumberOfIterations = Trees,
        LearningRate = LearningRate,
        NumberOfThreads = 1,
    };

    public LightGbmRegressionTrainer.Options Regression() => new()
    {
        NumberOfLeaves = Leaves,
        MinimumExampleCountPerLeaf = RowsPerLeaf,
        NumberOfIterations = Trees,
        LearningRate = LearningRate,
        NumberOfThreads = 1,
    };
}

using Microsoft.ML.SearchSpace;
using Microsoft.ML.Trainers.FastTree;

namespace Sweeping;

/// <summary>The options of FastTree that are searched.</summary>
internal sealed record FastTreeSpace
{
    [Range(4, 128, true)] public int Leaves { get; init; } = 20;
    [Range(1, 100, true)] public int RowsPerLeaf { get; init; } = 10;
    [Range(20, 300, true)] public int Trees { get; init; } = 100;
    [Range(0.02, 0.5, true)] public double LearningRate { get; init; } = 0.2;

    public FastTreeBinaryTrainer.Options Binary() => new()
    {
        NumberOfLeaves = Leaves,
        MinimumExampleCountPerLeaf = RowsPerLeaf,
        NumberOfTrees = Trees,
        LearningRate = LearningRate,
        NumberOfThreads = 1,
    };

    public FastTreeRegressionTrainer.Options Regression() => new()
    {
        NumberOfLeaves = Leaves,
        MinimumExampleCountPerLeaf = RowsPerLeaf,
        NumberOfTrees = Trees,
        LearningRate = LearningRate,
        NumberOfThreads = 1,
    };
}

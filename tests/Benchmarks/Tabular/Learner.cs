using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using Tabular;

namespace MLNetDeep.Benchmarks.Tabular;

/// <summary>A trainer with its default options, for any task, and the featurizer that it needs.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Pipeline">From the columns of a data set to scores, for a seed.</param>
internal sealed record Learner(string Name, Func<MLContext, DataSet, int, IEstimator<ITransformer>> Pipeline)
{
    internal static IReadOnlyList<Learner> Defaults { get; } =
    [
        Mlp("Mlp", new MlpOptions()),
        new("LightGbm", (ml, data, seed) => Featurizer.ForNetwork(ml, data).Append(LightGbm(ml, data.Task, seed))),
        new("FastTree", (ml, data, seed) => Featurizer.ForNetwork(ml, data).Append(FastTree(ml, data.Task))),
        new("Linear", (ml, data, seed) => Featurizer.ForLinearModel(ml, data).Append(Trainers.Linear(ml, data.Task))),
    ];

    /// <summary>The network with some options.</summary>
    internal static Learner Mlp(string name, MlpOptions options) =>
        new(name, (ml, data, seed) => Featurizer.ForNetwork(ml, data).Append(Trainers.Mlp(ml, data.Task, options with { Seed = seed })));

    /// <remarks>On one thread: on several, its time varies tenfold.</remarks>
    private static IEstimator<ITransformer> LightGbm(MLContext ml, TaskKind task, int seed) => task switch
    {
        TaskKind.BinaryClassification => ml.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options { NumberOfThreads = 1, Seed = seed }),
        TaskKind.MulticlassClassification => ml.MulticlassClassification.Trainers.LightGbm(new LightGbmMulticlassTrainer.Options { NumberOfThreads = 1, Seed = seed }),
        _ => ml.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options { NumberOfThreads = 1, Seed = seed }),
    };

    private static IEstimator<ITransformer> FastTree(MLContext ml, TaskKind task) => task switch
    {
        TaskKind.BinaryClassification => ml.BinaryClassification.Trainers.FastTree(),
        TaskKind.MulticlassClassification => ml.MulticlassClassification.Trainers.OneVersusAll(ml.BinaryClassification.Trainers.FastTree()),
        _ => ml.Regression.Trainers.FastTree(),
    };
}

using Microsoft.ML;
using MLNetDeep;

namespace Sweeping;

/// <summary>What competes: a network, two kinds of boosted trees, and a linear model.</summary>
internal static class Families
{
    public static IReadOnlyList<string> All => ["mlp", "lightgbm", "fasttree", "linear"];

    /// <summary>The families there are for a task: FastTree knows two classes only.</summary>
    public static IReadOnlyList<string> For(TaskKind task) => task == TaskKind.MulticlassClassification ? [.. All.Where(name => name != "fasttree")] : All;

    public static Sweep Sweep(MLContext mlContext, DataSet data, IReadOnlyList<string> names, SweepOptions options)
    {
        // Made once, and so fitted once: the network and LightGBM take missing values as they are, the others need them filled in.
        IEstimator<ITransformer> asIs = Featurizer.ForNetwork(mlContext, data), filled = Featurizer.ForLinearModel(mlContext, data);
        (Sweep sweep, Func<string, Sweep, Sweep> add) = data.Task switch
        {
            TaskKind.BinaryClassification => (mlContext.BinaryClassification.Sweep(data.Train, options), Binary),
            TaskKind.MulticlassClassification => (mlContext.MulticlassClassification.Sweep(data.Train, options), Multiclass),
            _ => (mlContext.Regression.Sweep(data.Train, options), (Func<string, Sweep, Sweep>)Regression),
        };
        return For(data.Task).Where(names.Contains).Aggregate(sweep, (all, name) => add(name, all));

        Sweep Binary(string name, Sweep all) => name switch
        {
            "mlp" => all.Add(name, (MLContext ml, MlpOptions o) => asIs.Append(ml.BinaryClassification.Trainers.Mlp(o)), Network),
            "lightgbm" => all.Add(name, (MLContext ml, LightGbmSpace o) => asIs.Append(ml.BinaryClassification.Trainers.LightGbm(o.Binary()))),
            "fasttree" => all.Add(name, (MLContext ml, FastTreeSpace o) => filled.Append(ml.BinaryClassification.Trainers.FastTree(o.Binary()))),
            _ => all.Add(name, (MLContext ml, LinearSpace o) => filled.Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression(o.Binary()))),
        };

        Sweep Multiclass(string name, Sweep all) => name switch
        {
            "mlp" => all.Add(name, (MLContext ml, MlpOptions o) => asIs.Append(ml.MulticlassClassification.Trainers.Mlp(o)), Network),
            "lightgbm" => all.Add(name, (MLContext ml, LightGbmSpace o) => asIs.Append(ml.MulticlassClassification.Trainers.LightGbm(o.Multiclass()))),
            _ => all.Add(name, (MLContext ml, LinearSpace o) => filled.Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(o.Multiclass()))),
        };

        Sweep Regression(string name, Sweep all) => name switch
        {
            "mlp" => all.Add(name, (MLContext ml, MlpOptions o) => asIs.Append(ml.Regression.Trainers.Mlp(o)), Network),
            "lightgbm" => all.Add(name, (MLContext ml, LightGbmSpace o) => asIs.Append(ml.Regression.Trainers.LightGbm(o.Regression()))),
            "fasttree" => all.Add(name, (MLContext ml, FastTreeSpace o) => filled.Append(ml.Regression.Trainers.FastTree(o.Regression()))),
            _ => all.Add(name, (MLContext ml, LinearSpace o) => filled.Append(ml.Regression.Trainers.Sdca(o.Regression()))),
        };
    }

    /// <summary>Fewer epochs than the attributes say, for a search of minutes.</summary>
    private static void Network(SweepSpace<MlpOptions> space) => space.Range(o => o.NumberOfEpochs, 5, 40);
}

using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace MLNetDeep.Benchmarks;

/// <summary>Binary classifiers of the same features: ours, and ML.NET's trees, all with default options.</summary>
internal sealed class Models : IDisposable
{
    internal Models(Workload workload)
    {
        const string Label = nameof(Example.IsPositive);
        ML = OneThread.Context();
        Examples = Example.Array(workload.ModelRows);
        View = ML.Data.LoadFromEnumerable(Examples);
        BinaryClassificationCatalog.BinaryClassificationTrainers trainers = ML.BinaryClassification.Trainers;
        Mlp = trainers.Mlp(new MlpOptions { LabelColumnName = Label, NumberOfEpochs = 1 }).Fit(View); // its speed does not depend on its weights
        LightGbm = trainers.LightGbm(new LightGbmBinaryTrainer.Options { LabelColumnName = Label, NumberOfThreads = 1 }).Fit(View);
        FastTree = trainers.FastTree(new FastTreeBinaryTrainer.Options { LabelColumnName = Label, NumberOfThreads = 1 }).Fit(View);
    }

    internal MLContext ML { get; }

    internal Example[] Examples { get; }

    internal IDataView View { get; }

    internal DeepTransformer Mlp { get; }

    internal ITransformer LightGbm { get; }

    internal ITransformer FastTree { get; }

    /// <summary>The ONNX file of <see cref="Mlp"/>.</summary>
    internal byte[] Graph()
    {
        using MemoryStream graph = new();
        Mlp.SaveOnnx(graph);
        return graph.ToArray();
    }

    public void Dispose() => Mlp.Dispose();
}

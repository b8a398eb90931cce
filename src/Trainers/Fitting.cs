#pragma warning disable RS0030 // the outermost scope of a fit: what it computes is freed with it, also when it throws
using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>Everything between the rows of a fit and its finished graph.</summary>
/// <param name="data">The rows to learn from and, without <paramref name="validationData"/>, to hold some out of.</param>
/// <param name="validationData">The rows to measure progress on.</param>
/// <param name="outputCount">K, the number of raw outputs.</param>
/// <param name="task">What to learn.</param>
/// <param name="options">How.</param>
/// <param name="watch">What epochs are measured by.</param>
/// <param name="seed">Of all randomness.</param>
/// <param name="device">Where to compute.</param>
/// <param name="precision">In which numbers.</param>
/// <param name="observer">Is told of progress.</param>
/// <param name="budget">The memory for features.</param>
internal sealed class Fitting(
    TrainingData data, TrainingData? validationData, int outputCount, TrainingTask task,
    DeepTrainerOptions options, Watch watch, int seed, Device device, ScalarType precision, FitObserver observer, RowBudget budget)
{
    private const long MaximumBytes = int.MaxValue - (1 << 20); // protobuf's limit, without room for nodes and names

    internal int OutputCount => outputCount;

    /// <summary>The options, with the shape of a row.</summary>
    internal DeepTrainerOptions Options => options;

    /// <summary>Trains a network.</summary>
    internal (OnnxGraph Graph, TrainingHistory History) Train() => Run(learning =>
    {
        TrainingHistory history;
        using (NewDisposeScope()) // frees the optimizer's memory before the graph needs some
        {
            history = new FitLoop(learning).Run();
        }
        return (Export(learning.Network, task, data.Features), history with { Seed = seed });
    });

    /// <summary>Tries learning rates.</summary>
    internal LearningRateCurve FindLearningRate() => Run(learning => new LearningRateFinder(learning).Run());

    private T Run<T>(Func<Learning, T> learn)
    {
        using NativeHeap heap = new(); // last, when all tensors are gone
        using DisposeScope everything = NewDisposeScope();
        using FitRandom random = new(seed, device);
        task.Learn(data.Labels.Summary, options, device);
        Learning learning = Prepare(random);
        using FitThreads threads = new(options.NumberOfThreads ?? FitThreads.For(learning.Network, Batches.Of(learning.Training.Count, options.BatchSize)));

        TellOfFile([learning.Training, .. validationData is null ? (Rows[])[] : [learning.Validation!]], budget, observer);
        observer.Info($"Training on {learning.Training.Count} rows, measuring progress on {learning.Validation?.Count ?? 0}, with {learning.Network.TrainedCount} weights, seed {seed}, on {device}.");
        return learn(learning);
    }

    /// <summary>Divides and scales the rows, and makes the network.</summary>
    private Learning Prepare(FitRandom random)
    {
        double fraction = validationData is null ? options.ValidationFraction : 0;
        (Tensor trainingRows, Tensor validationRows) = HoldOut.Split(data.Count, task.IsClassification ? data.Labels.OfRows : [], fraction, random);
        ILayer scaling = data.Features.LearnScaling(trainingRows, device, observer.CheckAlive);
        double meanWeight = RowWeights.Mean(data.Weights, trainingRows);
        Rows Ready(TrainingData rows, Tensor indices)
        {
            IFeatureBatches features = rows.Features.Prepare(scaling, device, observer.CheckAlive);
            ITargets targets = rows.Labels.Prepare(task, features, RowWeights.Scaled(rows.Weights, meanWeight, device), device, observer.CheckAlive);
            return new Rows(features, targets, indices.to(device));
        }
        Rows Measure(Rows rows) => rows with { Indices = rows.Features.Sort(rows.Indices) };
        Rows training = Ready(data, trainingRows);
        Rows? validation = validationData is not null ? Measure(Ready(validationData, Axis.Places(validationData.Count, CPU)))
            : validationRows.size(0) > 0 ? Measure(training with { Indices = validationRows.to(device) })
            : null;
        return new Learning(NewNetwork(scaling, training.Features, random), task, training, validation, options, watch, random, observer);
    }

    /// <summary>The network with initial weights, if it is one that a model may have.</summary>
    private Network NewNetwork(ILayer scaling, IFeatureBatches features, FitRandom random)
    {
        Network network = new(scaling, Architecture.Layers(options, features, outputCount, random), device, precision);
        CheckSize(network);
        if (options is not MlpOptions) // the edges of its graphs are in proportion to the weights
        {
            CheckGraph(network, task, data.Features);
        }
        if (network.Tables.Count > 0)
        {
            options.CheckForTables();
        }
        return network;
    }

    private static void TellOfFile(Rows[] rows, RowBudget budget, FitObserver observer)
    {
        long bytesOfLabels = rows.Sum(set => set.Targets.BytesInFile), bytes = rows.Sum(set => set.Features.BytesInFile) + bytesOfLabels;
        if (bytes > 0)
        {
            observer.Info(FormattableString.Invariant($"{(bytesOfLabels > 0 ? "Features and labels" : "Features")} of {bytes:N0} bytes are in a temporary file in '{budget.Folder.Path}', since all together need more than MemoryBudget, {budget.Bytes:N0} bytes."));
        }
    }

    /// <summary>Says before training what else the export would say after it.</summary>
    private static void CheckSize(Network network)
    {
        long bytes = network.StoredCount * sizeof(float);
        if (bytes > MaximumBytes)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"The network does not fit in an ONNX file: protobuf allows 2 GB, the network's {network.StoredCount:N0} numbers need {bytes:N0} bytes. Use smaller layers or fewer feature slots."));
        }
    }

    /// <summary>Says before training what opening the model would say after it: that a row has too many numbers between the layers, for example.</summary>
    private static void CheckGraph(Network network, TrainingTask task, IFeatureRows features)
    {
        try
        {
            features.Check(new OnnxModel { Graph = Export(network, task, features) });
        }
        catch (FormatException refusal)
        {
            throw new InvalidOperationException($"The network is larger than a model may be. Use smaller images, or fewer steps, layers or channels. {refusal.Message}", refusal);
        }
    }

    private static OnnxGraph Export(Network network, TrainingTask task, IFeatureRows features)
    {
        using IDisposable noGradient = no_grad();
        OnnxGraphBuilder graph = new();
        task.ToOnnx(graph, network.ToOnnx(graph, features.ToOnnx(graph)), features.OutputAxes);
        return graph.Build("MLNetDeep");
    }
}

#pragma warning disable RS0030 // the outermost scope of a fit: what it computes is freed with it, also when it throws
using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>Everything between the rows of a fit and its finished graph.</summary>
internal static class Fitting
{
    private const long MaximumBytes = int.MaxValue - (1 << 20); // protobuf's limit, without room for nodes and names

    /// <param name="data">The rows to learn from and, without <paramref name="validationData"/>, to hold some out of.</param>
    /// <param name="validationData">The rows to measure progress on.</param>
    /// <param name="outputCount">K, the number of raw outputs.</param>
    /// <param name="task">What to learn.</param>
    /// <param name="options">How.</param>
    /// <param name="seed">Of all randomness.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">In which numbers.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="budget">The memory for features.</param>
    internal static (OnnxGraph Graph, TrainingHistory History) Run(
        TrainingData data, TrainingData? validationData, int outputCount, TrainingTask task,
        DeepTrainerOptions options, int seed, Device device, ScalarType precision, FitObserver observer, RowBudget budget)
    {
        using NativeHeap heap = new(); // last, when all tensors are gone
        using DisposeScope everything = NewDisposeScope();
        using FitRandom random = new(seed, device);
        task.Learn(data.Labels.Summary, options, device);
        double fraction = validationData is null ? options.ValidationFraction : 0;
        (Tensor trainingRows, Tensor validationRows) = HoldOut.Split(data.Count, task.IsClassification ? data.Labels.OfRows : [], fraction, random);
        ILayer scaling = data.Features.LearnScaling(trainingRows, device, observer.CheckAlive);
        double meanWeight = MeanWeight(data.Weights, trainingRows);
        Rows Prepare(TrainingData rows, Tensor indices)
        {
            IFeatureBatches features = rows.Features.Prepare(scaling, device, observer.CheckAlive);
            ITargets targets = rows.Labels.Prepare(task, features, Scaled(rows.Weights, meanWeight, device), device, observer.CheckAlive);
            return new Rows(features, targets, indices.to(device));
        }
        Rows Measure(Rows rows) => rows with { Indices = rows.Features.Sort(rows.Indices) };
        Rows training = Prepare(data, trainingRows);
        Rows? validation = validationData is not null ? Measure(Prepare(validationData, Axis.Places(validationData.Count, CPU)))
            : validationRows.size(0) > 0 ? Measure(training with { Indices = validationRows.to(device) })
            : null;
        Network network = new(scaling, Architecture.Layers(options, training.Features, outputCount, random), device, precision);
        CheckSize(network);
        if (options is not MlpOptions) // the edges of its graphs are in proportion to the weights
        {
            CheckGraph(network, task, data.Features);
        }
        using FitThreads threads = new(options.NumberOfThreads ?? FitThreads.For(network, Batches.Of(training.Count, options.BatchSize)));

        TellOfFile([training, .. validationData is null ? (Rows[])[] : [validation!]], budget, observer);
        observer.Info($"Training on {training.Count} rows, measuring progress on {validation?.Count ?? 0}, with {network.TrainedCount} weights, seed {seed}, on {device}.");
        TrainingHistory history;
        using (NewDisposeScope()) // frees the optimizer's memory before the graph needs some
        {
            history = new FitLoop(network, task, training, validation, options, random, observer).Run();
        }
        return (Export(network, task, data.Features), history with { Seed = seed });
    }

    /// <summary>The mean weight of some rows.</summary>
    private static double MeanWeight(Tensor? weights, Tensor rows)
    {
        if (weights is null)
        {
            return 1;
        }
        double sum = 0;
        ReadOnlySpan<float> all = weights.Elements<float>();
        foreach (int row in rows.Elements<int>())
        {
            sum += all[row];
        }
        return sum / rows.size(0);
    }

    /// <summary>Weights with a mean of 1 over the training rows, in the memory of those that were read.</summary>
    private static Tensor? Scaled(Tensor? weights, double mean, Device device)
    {
        using Tensor? read = weights, there = read?.to(device), scaled = there?.div_(mean);
        return scaled?.alias();
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

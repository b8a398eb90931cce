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
    /// <param name="observer">Is told of progress.</param>
    internal static (OnnxGraph Graph, TrainingHistory History) Run(
        TrainingData data, TrainingData? validationData, int outputCount, TrainingTask task,
        DeepTrainerOptions options, int seed, Device device, FitObserver observer)
    {
        using DisposeScope everything = NewDisposeScope();
        using FitRandom random = new(seed, device);
        task.Learn(data.Labels, options.LabelColumnName);
        double fraction = validationData is null ? options.ValidationFraction : 0;
        (long[] trainingRows, long[] validationRows) = HoldOut.Split(data.Labels, fraction, task.IsClassification, random);
        RobustScaling scaling = data.Features.LearnScaling(trainingRows, device);
        double meanWeight = data.Weights is null ? 1 : trainingRows.Average(row => data.Weights[row]);
        Rows all = Prepare(scaling, task, data, meanWeight, device);
        Rows training = all with { Indices = tensor(trainingRows, device: device) };
        Rows? validation = validationData is null
            ? (validationRows.Length > 0 ? all with { Indices = tensor(validationRows, device: device) } : null)
            : Prepare(scaling, task, validationData, meanWeight, device);
        ScalarType precision = ComputePrecision.Of(options.Precision, device);
        Network network = new(scaling, Architecture.Layers(options, all.Features, outputCount, random), device, precision);
        CheckSize(network);
        NativeHeap.KeepFreed();
        using FitThreads threads = new(options.NumberOfThreads ?? FitThreads.For(network, Batches.Of(training.Count, options.BatchSize)));

        observer.Info($"Training on {training.Count} rows, measuring progress on {validation?.Count ?? 0}, with {network.TrainedCount} weights, seed {seed}, on {device}.");
        TrainingHistory history;
        using (NewDisposeScope()) // frees the optimizer's memory before the graph needs some
        {
            history = new FitLoop(network, task, training, validation, options, random, observer).Run();
        }
        return (Export(network, task, data.Features.Width), history with { Seed = seed });
    }

    /// <summary>Brings rows to the device, with prepared features.</summary>
    private static Rows Prepare(RobustScaling scaling, TrainingTask task, TrainingData data, double meanWeight, Device device) => new(
        data.Features.Prepare(scaling, device),
        Rows.TargetsOf(data, task, device),
        Rows.WeightsOf(data, meanWeight, device),
        arange(data.Count, dtype: ScalarType.Int64, device: device));

    /// <summary>Says before training what else the export would say after it.</summary>
    private static void CheckSize(Network network)
    {
        long bytes = network.StoredCount * sizeof(float);
        if (bytes > MaximumBytes)
        {
            throw new InvalidOperationException(
                $"The network does not fit in an ONNX file: protobuf allows 2 GB, the network's {network.StoredCount:N0} numbers need {bytes:N0} bytes. Use smaller layers or fewer feature slots.");
        }
    }

    private static OnnxGraph Export(Network network, TrainingTask task, int featureCount)
    {
        using IDisposable noGradient = no_grad();
        OnnxGraphBuilder graph = new();
        task.ToOnnx(graph, network.ToOnnx(graph, graph.Input(DeepGraph.Input, featureCount)));
        return graph.Build("MLNetDeep");
    }
}

#pragma warning disable RS0030 // the outermost scope of a fit: what it computes is freed with it, also when it throws
using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>Everything between the rows of a fit and its finished graph.</summary>
internal static class Fitting
{
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
        RobustScaling scaling = Quartiles.Learn(data.Features, tensor(trainingRows));
        int featureCount = (int)data.Features.size(1);
        Network network = new(scaling, Architecture.Layers(options, featureCount, outputCount, random), device);

        double meanWeight = data.Weights is null ? 1 : trainingRows.Average(row => data.Weights[row]);
        Rows all = Prepare(network, task, data, meanWeight, device);
        Rows training = all with { Indices = tensor(trainingRows, device: device) };
        Rows? validation = validationData is null
            ? (validationRows.Length > 0 ? all with { Indices = tensor(validationRows, device: device) } : null)
            : Prepare(network, task, validationData, meanWeight, device);

        observer.Info($"Training on {training.Count} rows, measuring progress on {validation?.Count ?? 0}, with {network.Weights.TrainedCount} weights, seed {seed}, on {device}.");
        TrainingHistory history = new FitLoop(network, task, training, validation, options, random, observer).Run();
        return (Export(network, task, featureCount), history with { Seed = seed });
    }

    /// <summary>Brings rows to the device and prepares their features there, in place.</summary>
    private static Rows Prepare(Network network, TrainingTask task, TrainingData data, double meanWeight, Device device)
    {
        using IDisposable noGradient = no_grad();
        Tensor features = data.Features.to(device);
        long step = Blocks.RowsOf(features.size(1));
        for (long first = 0; first < data.Count; first += step)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor block = features.narrow(0, first, Math.Min(step, data.Count - first));
            block.copy_(network.Prepare(block));
        }
        return new Rows(
            features,
            Rows.TargetsOf(data, task, device),
            Rows.WeightsOf(data, meanWeight, device),
            arange(data.Count, dtype: ScalarType.Int64, device: device));
    }

    private static OnnxGraph Export(Network network, TrainingTask task, int featureCount)
    {
        using IDisposable noGradient = no_grad();
        OnnxGraphBuilder graph = new();
        task.ToOnnx(graph, network.ToOnnx(graph, graph.Input(DeepGraph.Input, featureCount)));
        return graph.Build("MLNetDeep");
    }
}

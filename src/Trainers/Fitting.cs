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
/// <param name="classes">What keys of the label stand for, if anything.</param>
/// <param name="checkpoints">Where the state of training is kept, if anywhere.</param>
/// <param name="seed">Of all randomness.</param>
/// <param name="device">Where to compute.</param>
/// <param name="precision">In which numbers.</param>
/// <param name="observer">Is told of progress.</param>
/// <param name="budget">The memory for features.</param>
internal sealed class Fitting(
    TrainingData data, TrainingData? validationData, int outputCount, TrainingTask task,
    DeepTrainerOptions options, Watch watch, ClassLabels? classes, Checkpoints? checkpoints, int seed, Device device, ScalarType precision, FitObserver observer, RowBudget budget)
{
    private readonly Transfer? _transfer = Transfer.Of(options);
    private TransferReport? _report;
    private IEnumerable<IDisposable> _modules = []; // of the user's own, which no scope frees

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
        return (NetworkGraph.Of(learning.Network, task, data.Features), history with { Seed = seed, Transfer = _report });
    });

    /// <summary>Tries learning rates.</summary>
    internal LearningRateCurve FindLearningRate() => Run(learning => new LearningRateFinder(learning).Run());

    private T Run<T>(Func<Learning, T> learn)
    {
        using NativeHeap heap = new(); // last, when all tensors are gone
        using DisposeScope everything = NewDisposeScope();
        using FitRandom random = new(seed, device);
        task.Learn(data.Labels.Summary, options, device);
        try
        {
            return Learn(Prepare(random), learn);
        }
        finally
        {
            foreach (IDisposable module in _modules)
            {
                module.Dispose();
            }
        }
    }

    private T Learn<T>(Learning learning, Func<Learning, T> learn)
    {
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
        _transfer?.TakeScaling(scaling);
        double meanWeight = RowWeights.Mean(data.Weights, trainingRows);
        IFeatureBatches Features(TrainingData rows) => rows.Features.Prepare(scaling, device, observer.CheckAlive);
        Rows Ready(TrainingData rows, IFeatureBatches features, Tensor indices)
        {
            ITargets targets = rows.Labels.Prepare(task, features, RowWeights.Scaled(rows.Weights, meanWeight, device), device, observer.CheckAlive);
            return new Rows(features, targets, indices.to(device));
        }
        Rows Measure(Rows rows) => rows with { Indices = rows.Features.Sort(rows.Indices) };
        IFeatureBatches features = Features(data);
        IFeatureBatches? ofValidation = validationData is null ? null : Features(validationData);
        Network network = NewNetwork(scaling, features, trainingRows, random);
        _report = _transfer is null ? null : Take(network); // before targets are made, whose scale it may know
        Rows training = Ready(data, features, trainingRows);
        Rows? validation = validationData is not null ? Measure(Ready(validationData, ofValidation!, Axis.Places(validationData.Count, CPU)))
            : validationRows.size(0) > 0 ? Measure(training with { Indices = validationRows.to(device) })
            : null;
        checkpoints?.BelongTo(new FitIdentity(options, task.Kind, seed, training.Count, validation?.Count ?? 0, network.TrainedCount, data.Labels.Summary, device));
        return new Learning(network, task, training, validation, options, watch, checkpoints, random, observer);
    }

    /// <summary>Takes weights of the initial model, or of a file.</summary>
    private TransferReport Take(Network network)
    {
        TransferReport report = _transfer!.Take((network, task), NetworkGraph.Of(network, task, data.Features), classes);
        observer.Info($"Training begins with {report.Taken.Count} weights of another network. Not taken: {(report.NotTaken.Count == 0 ? "none" : string.Join("; ", report.NotTaken))}.");
        return report;
    }

    /// <summary>The network with initial weights, if it is one that a model may have.</summary>
    private Network NewNetwork(ILayer scaling, IFeatureBatches features, Tensor trainingRows, FitRandom random)
    {
        IReadOnlyList<ILayer> layers = Architecture.Layers(options, features, trainingRows.to(device), task.Kind, outputCount, random);
        _modules = layers.OfType<IDisposable>();
        TellOfModule(layers);
        Freezing.Apply(options, layers);
        Network network = new(scaling, layers, device, precision);
        NetworkGraph.CheckSize(network);
        if (options is not MlpOptions { EnsembleSize: 1 }) // the edges of its graphs are in proportion to the weights
        {
            NetworkGraph.Check(network, task, data.Features);
        }
        if (network.Tables.Count > 0)
        {
            options.CheckForTables();
        }
        return network;
    }

    private void TellOfModule(IReadOnlyList<ILayer> layers)
    {
        if (layers.OfType<ModuleLayer>().SingleOrDefault() is { } module)
        {
            observer.Info(module.Remark);
            if (layers[0] is ExpandedRows)
            {
                observer.Info($"The features are mostly zero, and are kept so; the module gets each batch as a matrix with all {data.Features.Width} of them.");
            }
        }
    }

    private static void TellOfFile(Rows[] rows, RowBudget budget, FitObserver observer)
    {
        long bytesOfLabels = rows.Sum(set => set.Targets.BytesInFile), bytes = rows.Sum(set => set.Features.BytesInFile) + bytesOfLabels;
        if (bytes > 0)
        {
            observer.Info(FormattableString.Invariant($"{(bytesOfLabels > 0 ? "Features and labels" : "Features")} of {bytes:N0} bytes are in a temporary file in '{budget.Folder.Path}', since all together need more than MemoryBudget, {budget.Bytes:N0} bytes."));
        }
    }
}

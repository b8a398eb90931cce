using System.Security.Cryptography;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>An ML.NET trainer that fits a deep network with LibTorch. Made by the <c>Trainers</c> catalogs, as in <c>Trainers.Mlp()</c>.</summary>
/// <remarks>
/// <para>Features need no normalization and may have missing values. <c>Fit</c> reads the data once and keeps no state: fitting the
/// same trainer again starts afresh, and several threads may fit at once.</para>
/// <para>The device follows <c>MLContext.GpuDeviceId</c> and <c>FallbackToCpu</c>, the seed <c>MLContext</c>'s unless the options have one.</para>
/// </remarks>
public sealed class DeepTrainer : ITrainerEstimator<DeepTransformer, DeepModel>
{
    private readonly IHostEnvironment _environment;
    private readonly TaskKind _task;
    private readonly DeepTrainerOptions _options;
    private readonly OwnLoss? _loss;

    internal DeepTrainer(IHostEnvironment environment, TaskKind task, DeepTrainerOptions options, OwnLoss? loss = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _environment = environment;
        _task = task;
        _options = options;
        _loss = loss;
    }

    /// <summary>What ML.NET wants to know: features need no normalization, the data no cache, and validation data is used.</summary>
    public TrainerInfo Info { get; } = new(normalization: false, caching: false, supportValid: true);

    /// <summary>The same trainer, minimizing a loss of your own.</summary>
    /// <param name="loss">
    /// Computes from outputs and targets the loss of each row, shape [M], by operations of LibTorch: row weights and the mean follow. Outputs are raw, shape [M, K]:
    /// the log-odds of <see langword="true"/>, a logit for each class, or one number. Targets, shape [M], are 0 and 1, zero-based class indices (Int64), or
    /// labels with a mean of 0 and a standard deviation of 1 over the training rows. With a label for each step of sequences, M counts steps.
    /// </param>
    /// <returns>A new trainer; this one is unchanged.</returns>
    /// <remarks>It is called for each batch, within a scope that disposes its tensors, and is not saved with the model.</remarks>
    public DeepTrainer WithLoss(Func<Tensor, Tensor, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new DeepTrainer(_environment, _task, _options, new OwnLoss(loss));
    }

    /// <summary>Trains a network, holding some rows out to know when to stop.</summary>
    /// <param name="input">The training rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or a column is missing or of another type than needed.</exception>
    /// <exception cref="InvalidOperationException">No usable rows or more than 2³¹ − 1, only one class, a network beyond 2 GB, a GPU that is absent, or a <see cref="DeepTrainerOptions.Precision"/> that the device lacks.</exception>
    /// <exception cref="IOException">The rows take more memory than <see cref="DeepTrainerOptions.MemoryBudget"/>, and could not be written to a temporary file.</exception>
    /// <exception cref="OperationCanceledException">ML.NET or the options' token cancelled the fit.</exception>
    public DeepTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Train(input, validation: null);
    }

    /// <summary>Trains a network, measuring progress on rows of their own.</summary>
    /// <param name="trainData">The rows to learn from, all of them.</param>
    /// <param name="validationData">The rows that decide when to stop and which epoch's weights to keep.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public DeepTransformer Fit(IDataView trainData, IDataView validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(validationData);
        return Train(trainData, validationData);
    }

    /// <summary>The shape of the data behind the fitted transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type than needed.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        TrainingTask task = TrainingTask.Of(_task);
        (SchemaShape.Column label, SchemaShape.Column.VectorKind outputs) = TrainingColumns.Check(inputSchema, _options, task);
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(column => column.Name);
        foreach (SchemaShape.Column output in task.OutputColumns(label, outputs))
        {
            columns[output.Name] = output;
        }
        return new SchemaShape(columns.Values);
    }

    private DeepTransformer Train(IDataView train, IDataView? validation)
    {
        _options.Check();
        TrainingTask task = TrainingTask.Of(_task);
        TrainingColumns columns = TrainingColumns.Of(train.Schema, _options, task);
        int outputCount = task.OutputCount(columns.LabelType);
        task.Minimize(_options, _loss);
        using FitObserver observer = new(_environment.Register(nameof(DeepTrainer)), _options);
        if (columns.Sequence is { } sequence)
        {
            columns = columns with { Sequence = sequence.WithVectors(columns.Features, (RnnOptions)_options, observer.Info) };
        }
        DeepTrainerOptions options = OptionsFor(columns, observer.Warn);
        TrainingColumns? validationColumns = validation is null ? null : columns.ForValidation(validation.Schema, options, task);

        LibTorch.Load();
        using FitThreads? threads = _options.NumberOfThreads is int count ? new(count) : null; // already for preparing rows
        Device device = ComputeDevice.Choose(_environment, observer.Warn);
        ScalarType precision = ComputePrecision.Of(_options.Precision, device);
        RowBudget budget = new(_options.MemoryBudget ?? RowBudget.Default(), new SpillFolder(TemporaryFolder(), observer.Warn));
        using TrainingData data = TrainingData.Read("training", train, columns, task, observer, budget);
        using TrainingData? validationData = validation is null
            ? null
            : TrainingData.Read("validation", validation, validationColumns!, task, observer, budget, like: data);

        (OnnxGraph graph, TrainingHistory history) =
            Fitting.Run(data, validationData, outputCount, task, options, Seed(), device, precision, observer, budget);
        ModelDescription description = new()
        {
            Task = _task,
            FeatureCount = columns.FeatureCount,
            Sequence = columns.Sequence?.Kind,
            HasStepOutputs = columns.HasStepLabels,
            OutputCount = outputCount,
            Classes = _task == TaskKind.MulticlassClassification ? ClassLabels.Of(columns.Label) : null,
            Options = options,
            History = history,
        };
        IReadOnlyDictionary<string, string> metadata = GraphMetadata.Of(_task, options, description.Classes, columns.Features);
        return new DeepTransformer(new DeepModel(description, OnnxWriter.Write(new OnnxModel { Graph = graph, Metadata = metadata })));
    }

    /// <summary>The options, checked against the shape of a row, and with it, so that a model knows it.</summary>
    private DeepTrainerOptions OptionsFor(TrainingColumns columns, Action<string> warn)
    {
        switch (_options, columns)
        {
            case (CnnOptions cnn, { Shape: { } shape }):
                UnusedOptions.Refuse(cnn, shape.IsSignal);
                return shape.Told(cnn);
            case (RnnOptions rnn, { Sequence: { } sequence }):
                Rnn.CheckOptions(rnn, sequence, warn);
                return sequence.Told(rnn);
            default:
                return _options;
        }
    }

    private string TemporaryFolder() =>
        (_environment as IHostEnvironmentInternal)?.TempFilePath is { Length: > 0 } folder ? folder : Path.GetTempPath();

    private int Seed() =>
        _options.Seed ?? (_environment as IHostEnvironmentInternal)?.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
}

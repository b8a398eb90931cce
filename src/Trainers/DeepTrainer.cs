using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
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
    private readonly FitPlan _plan;

    internal DeepTrainer(IHostEnvironment environment, TaskKind task, DeepTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _plan = new FitPlan(environment, task, options);
    }

    private DeepTrainer(FitPlan plan) => _plan = plan;

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
        return new DeepTrainer(_plan with { Loss = new OwnLoss(loss) });
    }

    /// <summary>The same trainer, which also measures each epoch by a metric of your own.</summary>
    /// <param name="name">A name that no other metric has, for <see cref="EpochReport.Metrics"/> and <see cref="DeepTrainerOptions.EarlyStoppingMetric"/>.</param>
    /// <param name="metric">Computes the metric from raw outputs and targets of all validation rows, on the CPU, in the form that <see cref="WithLoss"/> tells.</param>
    /// <param name="isHigherBetter">Whether more is better.</param>
    /// <returns>A new trainer; this one is unchanged.</returns>
    public DeepTrainer WithMetric(string name, Func<Tensor, Tensor, double> metric, bool isHigherBetter = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(metric);
        Metric own = new(name, isHigherBetter, rows => metric(rows.Outputs, rows.Targets));
        return new DeepTrainer(_plan with { Metrics = [.. _plan.Metrics, own] });
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
        return FitRun.Train(_plan, input, validation: null);
    }

    /// <summary>Trains a network, measuring progress on rows of their own.</summary>
    /// <param name="trainData">The rows to learn from, all of them.</param>
    /// <param name="validationData">The rows that decide when to stop and which epoch's weights to keep.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public DeepTransformer Fit(IDataView trainData, IDataView validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(validationData);
        return FitRun.Train(_plan, trainData, validationData);
    }

    /// <summary>Tries learning rates: trains for a hundred steps with ever larger ones, and watches the loss.</summary>
    /// <param name="input">The training rows. <see cref="DeepTrainerOptions.LearningRate"/> and the schedule are not used.</param>
    /// <returns>The curve, and a rate to begin with.</returns>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public LearningRateCurve FindLearningRate(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return FitRun.FindLearningRate(_plan, input);
    }

    /// <summary>The shape of the data behind the fitted transformer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type than needed.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        TrainingTask task = TrainingTask.Of(_plan.Task);
        (SchemaShape.Column label, SchemaShape.Column.VectorKind outputs) = TrainingColumns.Check(inputSchema, _plan.Options, task);
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(column => column.Name);
        foreach (SchemaShape.Column output in task.OutputColumns(label, outputs))
        {
            columns[output.Name] = output;
        }
        return new SchemaShape(columns.Values);
    }
}

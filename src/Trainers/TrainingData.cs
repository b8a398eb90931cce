using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>All usable rows of a view, read in one pass into native memory.</summary>
internal sealed class TrainingData : IDisposable
{
    private TrainingData(IFeatureRows features, ILabelRows labels, Tensor? weights)
    {
        Features = features;
        Labels = labels;
        Weights = weights;
    }

    /// <summary>Raw features.</summary>
    internal IFeatureRows Features { get; }

    internal ILabelRows Labels { get; }

    /// <summary>Row weights, finite and positive: shape [N]; <see langword="null"/> when all rows count alike.</summary>
    internal Tensor? Weights { get; }

    internal long Count => Features.Count;

    /// <param name="role">What the rows are for, in messages: training or validation.</param>
    /// <param name="view">The rows.</param>
    /// <param name="columns">Which columns of it to read.</param>
    /// <param name="task">Reads the labels.</param>
    /// <param name="observer">Is told of skipped rows.</param>
    /// <param name="budget">The memory for features.</param>
    /// <param name="like">Rows whose form to take, as validation rows take that of the training rows.</param>
    /// <exception cref="InvalidOperationException">No row can be used, or there are more than 2³¹ − 1.</exception>
    /// <exception cref="IOException">Rows beyond the budget need a file, and that failed.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    internal static TrainingData Read(
        string role, IDataView view, TrainingColumns columns, TrainingTask task, FitObserver observer, RowBudget budget, TrainingData? like = null)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(columns.All);
        long? expected = view.GetRowCount();
        SkippedRows skipped = new(role, columns);
        using FeatureRows features = new(columns.FeatureCount, columns.Shape, columns.Sequence, expected, budget, like?.Features);
        using NativeList<float>? weights = columns.Weight is null ? null : new(ScalarType.Float32, expected ?? 1024);
        LabelReader labelReader = task.LabelReader(cursor, columns.Label);
        ILabelRows labels = columns is { HasStepLabels: true, Sequence: { } sequence }
            ? new StepLabels(labelReader, sequence.Form, expected * sequence.Steps, task.ClassCount, budget, skipped)
            : new RowLabels(labelReader, expected, task.ClassCount, skipped);
        try
        {
            ReadRows(cursor, columns, features, labels, weights, skipped, observer);
            IFeatureRows rows = features.ToRows();
            foreach (string remark in new[] { rows.Remark, labels.Remark }.OfType<string>())
            {
                observer.Warn($"Of the {role} data, {remark}");
            }
            return new TrainingData(rows, labels, weights?.ToTensor());
        }
        catch
        {
            labels.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Features.Dispose();
        Labels.Dispose();
        Weights?.Dispose();
    }

    private static void ReadRows(
        DataViewRowCursor cursor, TrainingColumns columns, FeatureRows features, ILabelRows labels, NativeList<float>? weights, SkippedRows skipped, FitObserver observer)
    {
        FeatureReader featureReader = new(cursor, columns.Features);
        ValueGetter<float>? weightGetter = columns.Weight is { } column ? cursor.GetGetter<float>(column) : null;
        float weight = 1;
        long usable = 0;
        for (long row = 0; cursor.MoveNext(); row++)
        {
            if (row % Blocks.RowsBetweenChecks == 0)
            {
                observer.CheckAlive();
            }
            bool hasLabel = labels.Read();
            weightGetter?.Invoke(ref weight);
            if (!hasLabel)
            {
                continue;
            }
            if (!(weight > 0 && float.IsFinite(weight)))
            {
                skipped.WithoutWeight += weight == 0 ? 1 : 0;
                skipped.WithBadWeight += weight == 0 ? 0 : 1;
                continue;
            }
            ref readonly VBuffer<float> numbers = ref featureReader.Read();
            if (labels.TryKeep(numbers))
            {
                features.Add(numbers);
                weights?.Add(weight);
                usable++;
            }
        }
        skipped.Check(usable, observer);
    }
}

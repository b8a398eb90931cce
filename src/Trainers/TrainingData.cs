using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>All usable rows of a view, read in one pass into native memory.</summary>
internal sealed class TrainingData : IDisposable
{
    private TrainingData(IFeatureRows features, Tensor labels, Tensor? weights)
    {
        Features = features;
        Labels = labels;
        Weights = weights;
    }

    /// <summary>Raw features.</summary>
    internal IFeatureRows Features { get; }

    /// <summary>Labels as numbers, without missing ones: shape [N].</summary>
    internal Tensor Labels { get; }

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
        using FeatureRows features = new(columns.FeatureCount, columns.Shape, columns.Sequence, expected, budget, like?.Features);
        using NativeList<float> labels = new(ScalarType.Float32, expected ?? 1024);
        using NativeList<float>? weights = columns.Weight is null ? null : new(ScalarType.Float32, expected ?? 1024);
        FeatureReader featureReader = new(cursor, columns.Features);
        Func<float> label = task.LabelReader(cursor, columns.Label);
        Func<float>? weight = columns.Weight is { } column ? WeightReader(cursor, column) : null;
        long badLabels = 0, badWeights = 0, zeroWeights = 0;
        for (long row = 0; cursor.MoveNext(); row++)
        {
            if (row % Blocks.RowsBetweenChecks == 0)
            {
                observer.CheckAlive();
            }
            float rowLabel = label();
            float rowWeight = weight?.Invoke() ?? 1;
            if (float.IsNaN(rowLabel))
            {
                badLabels++;
            }
            else if (!(rowWeight >= 0 && float.IsFinite(rowWeight)))
            {
                badWeights++;
            }
            else if (rowWeight == 0)
            {
                zeroWeights++; // as if the row were not there
            }
            else
            {
                features.Add(featureReader.Read());
                labels.Add(rowLabel);
                weights?.Add(rowWeight);
            }
        }
        CheckRows(role, columns, labels.Count, badLabels, badWeights, zeroWeights, observer);
        IFeatureRows rows = features.ToRows();
        if (rows.Remark is string remark)
        {
            observer.Warn($"Of the {role} data, {remark}");
        }
        return new TrainingData(rows, labels.ToTensor(), weights?.ToTensor());
    }

    public void Dispose()
    {
        Features.Dispose();
        Labels.Dispose();
        Weights?.Dispose();
    }

    private static Func<float> WeightReader(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<float> getter = row.GetGetter<float>(column);
        float value = 0;
        return () =>
        {
            getter(ref value);
            return value;
        };
    }

    private static void CheckRows(
        string role, TrainingColumns columns, long usable, long badLabels, long badWeights, long zeroWeights, FitObserver observer)
    {
        long rows = usable + badLabels + badWeights + zeroWeights;
        if (rows == 0)
        {
            throw new InvalidOperationException($"The {role} data has no rows. Check the file, the filter or the split before the trainer.");
        }
        List<string> reasons = [];
        if (badLabels > 0)
        {
            reasons.Add($"{badLabels} for a missing or infinite value in label column '{columns.Label.Name}'");
        }
        if (badWeights > 0)
        {
            reasons.Add($"{badWeights} for a missing, infinite or negative value in weight column '{columns.Weight?.Name}'");
        }
        if (usable > 0 && reasons.Count > 0)
        {
            observer.Warn($"Skipped {badLabels + badWeights} of {rows} rows of the {role} data: {string.Join(" and ", reasons)}.");
        }
        if (usable > int.MaxValue)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"The {role} data has {usable:N0} rows; at most {int.MaxValue:N0} can be used. Take a sample before the trainer."));
        }
        if (zeroWeights > 0)
        {
            reasons.Add($"{zeroWeights} for a value of 0 in weight column '{columns.Weight?.Name}'");
        }
        if (usable == 0)
        {
            throw new InvalidOperationException(
                $"No row of the {role} data can be used: skipped {string.Join(" and ", reasons)}. Fix the columns, or name others in the options.");
        }
    }
}

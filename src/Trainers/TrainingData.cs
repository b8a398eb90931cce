using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>All usable rows of a view, read in one pass into native memory.</summary>
internal sealed class TrainingData : IDisposable
{
    private const int RowsBetweenChecks = 1024; // of cancellation

    private TrainingData(Tensor features, float[] labels, float[]? weights)
    {
        Features = features;
        Labels = labels;
        Weights = weights;
    }

    /// <summary>Raw features, shape [N, D].</summary>
    internal Tensor Features { get; }

    /// <summary>Labels as numbers, without missing ones.</summary>
    internal float[] Labels { get; }

    /// <summary>Row weights, finite and not negative; <see langword="null"/> when all rows count alike.</summary>
    internal float[]? Weights { get; }

    internal long Count => Labels.Length;

    /// <param name="role">What the rows are for, in messages: training or validation.</param>
    /// <param name="view">The rows.</param>
    /// <param name="columns">Which columns of it to read.</param>
    /// <param name="task">Reads the labels.</param>
    /// <param name="observer">Is told of skipped rows.</param>
    /// <exception cref="InvalidOperationException">No row can be used.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    internal static TrainingData Read(string role, IDataView view, TrainingColumns columns, TrainingTask task, FitObserver observer)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(columns.All);
        using FeatureRows features = new(columns.FeatureCount, view.GetRowCount());
        FeatureReader featureReader = new(cursor, columns.Features);
        Func<float> label = task.LabelReader(cursor, columns.Label);
        Func<float>? weight = columns.Weight is { } column ? WeightReader(cursor, column) : null;
        List<float> labels = [], weights = [];
        long badLabels = 0, badWeights = 0;
        while (cursor.MoveNext())
        {
            if ((labels.Count + badLabels + badWeights) % RowsBetweenChecks == 0)
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
            else
            {
                featureReader.Read(features.Next());
                features.Keep();
                labels.Add(rowLabel);
                weights.Add(rowWeight);
            }
        }
        CheckRows(role, columns, labels.Count, badLabels, badWeights, observer);
        CheckWeights(role, columns, weight is null ? null : weights);
        return new TrainingData(features.ToTensor(), [.. labels], weight is null ? null : [.. weights]);
    }

    public void Dispose() => Features.Dispose();

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

    private static void CheckRows(string role, TrainingColumns columns, long usable, long badLabels, long badWeights, FitObserver observer)
    {
        if (usable + badLabels + badWeights == 0)
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
        string skipped = string.Join(" and ", reasons);
        if (usable == 0)
        {
            throw new InvalidOperationException($"No row of the {role} data can be used: skipped {skipped}. Fix the columns, or name others in the options.");
        }
        if (reasons.Count > 0)
        {
            observer.Warn($"Skipped {badLabels + badWeights} of {usable + badLabels + badWeights} rows of the {role} data: {skipped}.");
        }
    }

    private static void CheckWeights(string role, TrainingColumns columns, List<float>? weights)
    {
        if (weights is not null && weights.TrueForAll(weight => weight == 0))
        {
            throw new InvalidOperationException($"All rows of the {role} data have weight 0 in weight column '{columns.Weight?.Name}'. Give some rows a positive weight, or name another column in the options.");
        }
    }
}

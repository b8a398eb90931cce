namespace MLNetDeep;

/// <summary>Counts the rows that nothing can be learned from, by reason.</summary>
/// <param name="role">What the rows are for, in messages: training or validation.</param>
/// <param name="columns">Where labels and weights are.</param>
internal sealed class SkippedRows(string role, TrainingColumns columns)
{
    internal TrainingColumns Columns => columns;

    internal long WithoutLabel { get; set; }

    /// <summary>Where each step has a label: rows with more labels than steps, or fewer.</summary>
    internal long WithOtherLength { get; set; }

    internal long WithBadWeight { get; set; }

    /// <summary>As if they were not there.</summary>
    internal long WithoutWeight { get; set; }

    /// <summary>Warns of skipped rows.</summary>
    /// <param name="usable">The number of others.</param>
    /// <param name="observer">Is told.</param>
    /// <exception cref="InvalidOperationException">There are no others, or more than 2³¹ − 1.</exception>
    internal void Check(long usable, FitObserver observer)
    {
        long bad = WithoutLabel + WithOtherLength + WithBadWeight, rows = usable + bad + WithoutWeight;
        if (rows == 0)
        {
            throw new InvalidOperationException($"The {role} data has no rows. Check the file, the filter or the split before the trainer.");
        }
        List<string> reasons = [.. Reasons()];
        if (usable > 0 && bad > 0)
        {
            observer.Warn($"Skipped {bad} of {rows} rows of the {role} data: {string.Join(" and ", reasons)}.");
        }
        if (usable > int.MaxValue)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"The {role} data has {usable:N0} rows; at most {int.MaxValue:N0} can be used. Take a sample before the trainer."));
        }
        if (WithoutWeight > 0)
        {
            reasons.Add($"{WithoutWeight} for a value of 0 in weight column '{columns.Weight?.Name}'");
        }
        if (usable == 0)
        {
            throw new InvalidOperationException(
                $"No row of the {role} data can be used: skipped {string.Join(" and ", reasons)}. Fix the columns, or name others in the options.");
        }
    }

    private IEnumerable<string> Reasons()
    {
        if (WithoutLabel > 0)
        {
            yield return columns.HasStepLabels
                ? $"{WithoutLabel} for no step with a label in label column '{columns.Label.Name}'"
                : $"{WithoutLabel} for a missing or infinite value in label column '{columns.Label.Name}'";
        }
        if (WithOtherLength > 0)
        {
            yield return $"{WithOtherLength} for another number of labels than of steps in label column '{columns.Label.Name}'";
        }
        if (WithBadWeight > 0)
        {
            yield return $"{WithBadWeight} for a missing, infinite or negative value in weight column '{columns.Weight?.Name}'";
        }
    }
}

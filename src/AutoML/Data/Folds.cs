namespace MLNetDeep;

/// <summary>Splits rows as the options of a sweep say.</summary>
internal static class Folds
{
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or the time column is no number or time.</exception>
    internal static IReadOnlyList<Fold> Of(MLContext ml, IDataView rows, SweepOptions options, int seed)
    {
        if (options.TimeColumnName is { } time)
        {
            return ByTime(rows, time, options);
        }
        return options.NumberOfFolds == 1
            ? [Of(ml.Data.TrainTestSplit(rows, options.ValidationFraction, options.SamplingKeyColumnName, seed))]
            : [.. ml.Data.CrossValidationSplit(rows, options.NumberOfFolds, options.SamplingKeyColumnName, seed).Select(Of)];
    }

    private static Fold Of(DataOperationsCatalog.TrainTestData split) => new(split.TrainSet, split.TestSet);

    /// <summary>The latest rows are to judge on; with k folds the latest k of k + 1 parts, each behind all before it.</summary>
    private static IReadOnlyList<Fold> ByTime(IDataView rows, string column, SweepOptions options)
    {
        double[] times = RowTimes.Of(rows, column);
        double[] sorted = [.. times.Order()];
        double Bound(double share) => share >= 1 ? double.PositiveInfinity : sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
        Fold Between(double first, double last) => new(
            new SelectedRows(rows, row => times[row] < Bound(first)),
            new SelectedRows(rows, row => times[row] >= Bound(first) && times[row] < Bound(last)));
        int count = options.NumberOfFolds;
        return count == 1
            ? [Between(1 - options.ValidationFraction, 1)]
            : [.. Enumerable.Range(1, count).Select(fold => Between((double)fold / (count + 1), (fold + 1.0) / (count + 1)))];
    }
}

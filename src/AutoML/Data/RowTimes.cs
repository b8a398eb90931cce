namespace MLNetDeep;

/// <summary>The times of rows, as numbers in their order.</summary>
internal static class RowTimes
{
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or of another type.</exception>
    internal static double[] Of(IDataView rows, string column) => rows.Schema.GetColumnOrNull(column)?.Type switch
    {
        DateTimeDataViewType => [.. rows.GetColumn<DateTime>(column).Select(time => (double)time.Ticks)],
        DateTimeOffsetDataViewType => [.. rows.GetColumn<DateTimeOffset>(column).Select(time => (double)time.UtcTicks)],
        TimeSpanDataViewType => [.. rows.GetColumn<TimeSpan>(column).Select(time => (double)time.Ticks)],
        NumberDataViewType { RawType: var type } when type == typeof(float) => [.. rows.GetColumn<float>(column).Select(time => (double)time)],
        NumberDataViewType { RawType: var type } when type == typeof(double) => [.. rows.GetColumn<double>(column)],
        NumberDataViewType { RawType: var type } when type == typeof(int) => [.. rows.GetColumn<int>(column).Select(time => (double)time)],
        NumberDataViewType { RawType: var type } when type == typeof(long) => [.. rows.GetColumn<long>(column).Select(time => (double)time)],
        null => throw SchemaMismatch.Of("time", column, "a time or number", "no such column", "Set TimeColumnName to one that the rows have."),
        var other => throw SchemaMismatch.Of("time", column, "DateTime, DateTimeOffset, TimeSpan, Single, Double, Int32 or Int64", $"{other}", "Set TimeColumnName to a column of such values."),
    };
}

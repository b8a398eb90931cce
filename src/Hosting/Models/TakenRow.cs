namespace MLNetDeep;

/// <summary>What is read of a row when a block takes its features.</summary>
internal sealed class TakenRow
{
    [ColumnName(RowTaker.Column)]
    public bool IsTaken { get; set; }
}

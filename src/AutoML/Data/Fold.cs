namespace MLNetDeep;

/// <summary>The rows that trials learn from, and those that they are judged on.</summary>
internal sealed record Fold(IDataView Train, IDataView Validation);

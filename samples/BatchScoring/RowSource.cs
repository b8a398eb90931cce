using Microsoft.ML;

namespace BatchScoring;

/// <summary>Rows to score.</summary>
/// <param name="View">The columns that the model reads, the same rows in the same order each time; nothing is kept in memory.</param>
/// <param name="Count">How many there are, to tell how long it takes; lines of a file, which are more where a text has several.</param>
internal sealed record RowSource(IDataView View, long Count);

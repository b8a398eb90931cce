namespace BatchScoring;

/// <summary>A column of a file of scores: the values of a range of rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">An array of <see cref="long"/>, <see cref="float"/>, <see cref="bool"/> or <see cref="string"/>.</param>
internal sealed record ScoreColumn(string Name, Array Values);

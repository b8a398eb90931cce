namespace BatchScoring;

/// <summary>A form of files of scores.</summary>
internal interface IScoreFormat
{
    /// <summary>The end of their names, with the dot.</summary>
    string Extension { get; }

    /// <summary>Writes a file.</summary>
    /// <param name="file">The file, empty.</param>
    /// <param name="firstRow">The number of its first row, counted from 0.</param>
    /// <param name="columns">The scores.</param>
    /// <param name="count">How many rows of them there are.</param>
    Task Write(Stream file, long firstRow, IReadOnlyList<ScoreColumn> columns, int count);
}

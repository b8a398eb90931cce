namespace MLNetDeep;

/// <summary>A row whose network outputs can be read: of a block that was scored together, or of a single prediction.</summary>
internal interface IScoredRow
{
    /// <summary>An output of the graph for this row, shape [width], valid until the row moves.</summary>
    ReadOnlySpan<float> Output(int output);
}

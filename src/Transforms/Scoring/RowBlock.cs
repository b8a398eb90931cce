namespace MLNetDeep;

/// <summary>Rows of prediction engines that a network scores together, for a service that has rows and no data view.</summary>
/// <remarks>
/// Two mappers stand where the network stands in its pipeline. A row behind the first takes the features of the rows, one by one; then all are scored;
/// then a row behind the second gives the outputs of one after the other. No cursor is opened for a block. One thread uses a block at a time.
/// </remarks>
/// <param name="network">The network; it must live longer than the block.</param>
/// <param name="maximumRows">The most rows; fewer if so many of this network are scored slower.</param>
internal sealed class RowBlock(DeepTransformer network, int maximumRows) : IDisposable
{
    private IScoringBuffer? _buffer;

    /// <summary>The most rows that are scored together, once there is a taker.</summary>
    internal int Capacity { get; private set; }

    /// <summary>The row that is taken or given.</summary>
    internal int Row { get; set; }

    /// <summary>The step that takes features. Its column <see cref="RowTaker.Column"/> must be read for each row.</summary>
    internal ITransformer Taker => new RowStep(schema => CreateTaker(schema));

    /// <summary>The step that gives the outputs, in the columns of the network.</summary>
    internal ITransformer Giver => new RowStep(schema => network.Mapper(schema, this));

    /// <summary>Takes the features of the current row.</summary>
    internal void Take(in VBuffer<float> features) => _buffer!.Take(Row, features);

    /// <summary>Scores the first <paramref name="rows"/> rows.</summary>
    internal void Score(int rows) => _buffer!.Score(rows);

    /// <summary>An output of the current row, shape [width], valid until the next scoring.</summary>
    internal ReadOnlySpan<float> Output(int output) => _buffer!.Output(output, Row);

    public void Dispose() => _buffer?.Dispose();

    private RowTaker CreateTaker(DataViewSchema schema)
    {
        RowScorer rows = network.Mapper(schema);
        if (_buffer is null)
        {
            Capacity = Math.Min(maximumRows, BlockSize.Of(rows.Scorer.Size, rows.Scorer.InputWidth, copied: 0, threads: 1).RowsPerCall);
            _buffer = rows.Scorer.CreateBuffer(rows.Form, Capacity);
        }
        return new RowTaker(rows, this);
    }
}

namespace MLNetDeep;

/// <summary>The feature rows and output rows of one reader.</summary>
internal interface IScoringBuffer : IDisposable
{
    /// <summary>Takes the features of a row, shape [D], for the next scoring.</summary>
    void Take(int row, in VBuffer<float> features);

    /// <summary>Computes the outputs of the first <paramref name="rows"/> rows.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    void Score(int rows);

    /// <summary>An output of a row, shape [width], valid until the next scoring.</summary>
    ReadOnlySpan<float> Output(int output, int row);
}

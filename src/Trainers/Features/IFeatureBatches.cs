namespace MLNetDeep;

/// <summary>Prepared feature rows, on the device that computes or in a file, from which batches are drawn.</summary>
internal interface IFeatureBatches
{
    /// <summary>N.</summary>
    long Count { get; }

    /// <summary>The numbers that a row has in memory, on average; at least 1.</summary>
    long ValuesPerRow { get; }

    /// <summary>The bytes that the rows have in a file; 0 if they are in memory.</summary>
    long BytesInFile { get; }

    /// <summary>Rows as the input of the network, shape [B, D], or of images [B, C, height, width]; on the device that computes.</summary>
    /// <param name="rows">Which ones, zero-based, shape [B]; on the device that computes.</param>
    Tensor Batch(Tensor rows);
}

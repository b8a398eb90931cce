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

    /// <summary>Rows as the input of the network, shape [B, D], of images [B, C, height, width], of sequences [B, T, D]; on the device that computes.</summary>
    /// <param name="rows">Which ones, zero-based, shape [B]; on the device that computes.</param>
    Tensor Batch(Tensor rows);

    /// <summary>Rows in another order, in which those of a batch take as long as each other, and batches come at random.</summary>
    /// <param name="order">Which rows, zero-based, in random order, shape [M]; on the device that computes.</param>
    /// <param name="batches">How the order will be cut.</param>
    /// <param name="random">The fit's random numbers.</param>
    Tensor Arrange(Tensor order, Batches batches, FitRandom random) => order;

    /// <summary>Rows in an order in which neighbours take as long as each other.</summary>
    /// <param name="rows">Which ones, zero-based, shape [M]; on the device that computes.</param>
    Tensor Sort(Tensor rows) => rows;
}

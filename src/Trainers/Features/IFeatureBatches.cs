using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Prepared feature rows, on the device that computes or in a file, from which batches are drawn.</summary>
internal interface IFeatureBatches
{
    /// <summary>N.</summary>
    long Count { get; }

    /// <summary>The numbers that a row has in memory, on average; at least 1.</summary>
    long ValuesPerRow { get; }

    /// <summary>The probability of leaving out a number of a row in training, unless the options name one.</summary>
    double DefaultDropout { get; }

    /// <summary>The bytes that the rows have in a file; 0 if they are in memory.</summary>
    long BytesInFile { get; }

    /// <summary>Rows as the input of the network, shape [B, D], on the device that computes.</summary>
    /// <param name="rows">Which ones, zero-based, shape [B]; on the device that computes.</param>
    Tensor Batch(Tensor rows);

    /// <summary>A fully connected layer that takes such batches.</summary>
    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="outputs">The width of the output.</param>
    /// <param name="gain">The standard deviation of the initial outputs.</param>
    /// <param name="generator">Draws the initial weights.</param>
    ILayer FirstLayer(string name, int outputs, double gain, Generator generator);
}

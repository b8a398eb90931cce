using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Prepared rows whose features stand in no order, dense or sparse, of shape [B, D] in batches.</summary>
internal interface ITabularBatches : IFeatureBatches
{
    /// <summary>D, the number of features.</summary>
    int Width { get; }

    /// <summary>The probability of leaving out a number of a row in training, unless the options name one.</summary>
    double DefaultDropout { get; }

    /// <summary>D, of dense rows; none of sparse ones.</summary>
    int? DenseWidth { get; }

    /// <summary>A layer that makes dense batches of sparse ones; none where they are dense.</summary>
    ILayer? ToDense() => null;

    /// <summary>A fully connected layer that takes such batches.</summary>
    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="outputs">The width of the output.</param>
    /// <param name="gain">The standard deviation of the initial outputs.</param>
    /// <param name="generator">Draws the initial weights.</param>
    ILayer FirstLayer(string name, int outputs, double gain, Generator generator);
}

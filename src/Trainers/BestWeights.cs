using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>A copy of all weights of a network, to return to.</summary>
internal sealed class BestWeights(Network network)
{
    private readonly Tensor[] _weights = [network.Weights.Values, .. network.Tables.Select(table => table.Values)];
    private readonly Tensor[] _copies = [network.Weights.Values.clone(), .. network.Tables.Select(table => table.Values.clone())];

    /// <summary>What was kept last.</summary>
    internal IReadOnlyList<Tensor> State => _copies;

    /// <summary>Takes the weights as they are now.</summary>
    internal void Keep() => Copy(_weights, _copies);

    /// <summary>Gives the network the weights that were kept last.</summary>
    internal void Restore() => Copy(_copies, _weights);

    private static void Copy(Tensor[] from, Tensor[] to)
    {
        using IDisposable noGradient = no_grad();
        foreach ((Tensor source, Tensor target) in from.Zip(to))
        {
            target.copy_(source);
        }
    }
}

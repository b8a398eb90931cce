using TorchSharp.Modules;

namespace MLNetDeep.Networks;

/// <summary>A network of the user's own as layers that know themselves as ONNX.</summary>
internal static class TorchNetwork
{
    /// <param name="options">Make the network.</param>
    /// <param name="features">What the layers will get; makes the first of them.</param>
    /// <param name="outputCount">K, the number of raw outputs.</param>
    /// <param name="random">The fit's random numbers.</param>
    /// <exception cref="InvalidOperationException">The network is not one of layers that can be exported, or has other widths.</exception>
    internal static IReadOnlyList<ILayer> Layers(TorchOptions options, ITabularBatches features, int outputCount, FitRandom random)
    {
        object made = options.Network!(new TorchContext(features.Width, outputCount));
        if (made is not Sequential network)
        {
            (made as IDisposable)?.Dispose();
            throw new InvalidOperationException($"Network must make a Sequential, whose layers can be exported to ONNX; it made {made?.GetType().Name ?? "null"}. Return Sequential(...) of its layers.");
        }
        try
        {
            TorchLayers layers = new(features, options.KeepInitialWeights, random);
            foreach ((string name, nn.Module module) in Leaves("", network))
            {
                layers.Add(name, module);
            }
            return layers.Width == outputCount
                ? layers.All
                : throw new InvalidOperationException($"Network has {layers.Width} outputs; the task needs {outputCount}. Use TorchContext.OutputCount for the last layer.");
        }
        finally
        {
            Dispose(network);
        }
    }

    /// <summary>Frees what TorchSharp leaves of a module to the finalizer, too.</summary>
    private static void Dispose(Sequential network)
    {
        foreach (Tensor tensor in network.parameters().Concat(network.buffers()).ToArray())
        {
            tensor.Dispose();
        }
        network.Dispose();
    }

    /// <summary>The layers in their order, with PyTorch's names: "0", or "1.0" in a part.</summary>
    private static IEnumerable<(string Name, nn.Module Module)> Leaves(string prefix, nn.Module network) => network.named_children().SelectMany(child =>
        child.module is Sequential part ? Leaves($"{prefix}{child.name}.", part) : [($"{prefix}{child.name}", child.module)]);
}

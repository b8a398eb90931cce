using TorchSharp.Modules;

namespace MLNetDeep.Networks;

/// <summary>A network of the user's own: layers that know themselves as ONNX, or a module as it is.</summary>
internal static class TorchNetwork
{
    /// <param name="options">Make the network.</param>
    /// <param name="features">What the layers will get; makes the first of them.</param>
    /// <param name="outputCount">K, the number of raw outputs.</param>
    /// <param name="random">The fit's random numbers.</param>
    /// <exception cref="InvalidOperationException">The network cannot be made, or must be exported and cannot be, or has other widths.</exception>
    internal static IReadOnlyList<ILayer> Layers(TorchOptions options, ITabularBatches features, int outputCount, FitRandom random)
    {
        TorchContext context = new(features.Width, outputCount);
        TorchLayers layers = new(features, options.KeepInitialWeights, random);
        return options.Module is { } module ? OfModule(module, context, layers, features, random) : OfNetwork(options, context, layers, random);
    }

    private static IReadOnlyList<ILayer> OfNetwork(TorchOptions options, TorchContext context, TorchLayers layers, FitRandom random)
    {
        object made = ProcessRandom.Lend(random.NextSeed(), CPU, () => options.Network!(context));
        try
        {
            TorchRefusal? refusal = Refusal(made, context, layers);
            return refusal is null ? layers.All : throw refusal.ToException();
        }
        finally
        {
            Dispose(made);
        }
    }

    /// <summary>What is registered under a name may draw its weights from LibTorch's own random numbers.</summary>
    private static IReadOnlyList<ILayer> OfModule(TorchModule named, TorchContext context, TorchLayers layers, ITabularBatches features, FitRandom random)
    {
        nn.Module<Tensor, Tensor> made = ProcessRandom.Lend(random.NextSeed(), CPU, () => TorchModules.Make(named, context));
        bool isKept = false;
        try
        {
            if (Refusal(made, context, layers) is not { } refusal)
            {
                return layers.All;
            }
            ModuleLayer layer = new(named.Name, made, context.OutputCount, random, refusal.Reason);
            isKept = true;
            return features.ToDense() is { } dense ? [dense, layer] : [layer];
        }
        finally
        {
            if (!isKept)
            {
                made.DisposeWhole();
            }
        }
    }

    /// <summary>Reads the layers of a network; returns why they cannot be exported, if so.</summary>
    private static TorchRefusal? Refusal(object? made, TorchContext context, TorchLayers layers)
    {
        if (made is not Sequential network || !IsPlain(network))
        {
            return new TorchRefusal($"The network is a {made?.GetType().Name ?? "null"} and no Sequential, whose layers could be exported to ONNX.", "Return Sequential(...) of its layers.");
        }
        foreach ((string name, nn.Module module) in Leaves("", network))
        {
            if (layers.Add(name, module) is { } refusal)
            {
                return refusal;
            }
        }
        RowShape expected = RowShape.OfNumbers(context.OutputCount);
        return layers.Shape == expected ? null : new TorchRefusal(
            $"The network has outputs of {layers.Shape}; the task needs {expected}.", "Use TorchContext.OutputCount for the last layer.");
    }

    /// <summary>Whether it is no class of the user's own, which may compute anything.</summary>
    private static bool IsPlain(Sequential network) => network.GetType() == typeof(Sequential);

    private static void Dispose(object? made)
    {
        if (made is nn.Module module)
        {
            module.DisposeWhole();
        }
        else
        {
            (made as IDisposable)?.Dispose();
        }
    }

    /// <summary>The layers in their order, with PyTorch's names: "0", or "1.0" in a part.</summary>
    private static IEnumerable<(string Name, nn.Module Module)> Leaves(string prefix, nn.Module network) => network.named_children().SelectMany(child =>
        child.module is Sequential part && IsPlain(part) ? Leaves($"{prefix}{child.name}.", part) : [($"{prefix}{child.name}", child.module)]);
}

using TorchSharp.Modules;

namespace MLNetDeep.Networks;

/// <summary>Modules of TorchSharp between Unflatten and Flatten: of signals and images.</summary>
internal static class TorchMaps
{
    /// <summary>The layer of a module; <see langword="null"/> if it is no such module, or not for rows of this shape.</summary>
    internal static TorchStep? Of(string name, nn.Module module, RowShape shape, FitRandom random) => (module, shape) switch
    {
        (Unflatten { dim: 1, unflattened_size: [_, _] or [_, _, _] } view, { IsNumbers: true }) => View(name, view, shape),
        (Flatten { start_dim: 1, end_dim: -1 }, { IsNumbers: false }) => new TorchStep(new MapFlatten(), RowShape.OfNumbers(shape.Map.Numbers)),
        (Conv1d signal, { IsSignal: true }) => Convolve(name, signal, shape, random),
        (Conv2d image, { IsImage: true }) => Convolve(name, image, shape, random),
        (MaxPool1d or AvgPool1d, { IsSignal: true }) or (MaxPool2d or AvgPool2d, { IsImage: true }) => Pool(name, module, shape),
        (AdaptiveAvgPool1d { output_size: 1 }, { IsSignal: true }) or (AdaptiveAvgPool2d { output_size: [1] or [1, 1] }, { IsImage: true }) =>
            new TorchStep(new MapMean(), shape with { Map = new ImageMap(shape.Map.Channels, 1, 1) }),
        _ => null,
    };

    private static TorchStep View(string name, Unflatten view, RowShape shape)
    {
        long[] sizes = view.unflattened_size;
        if (sizes.Any(size => size <= 0) || sizes.Aggregate(1.0, (product, size) => product * size) != shape.Map.Channels)
        {
            return TorchStep.Mismatch(name, view, $"makes [{string.Join(", ", sizes)}]", shape);
        }
        ImageMap map = new((int)sizes[0], sizes.Length == 2 ? 1 : (int)sizes[1], (int)sizes[^1]);
        return new TorchStep(new MapView(map), new RowShape(map, sizes.Length));
    }

    private static TorchStep Convolve(string name, TorchSharp.Modules.Convolution module, RowShape shape, FitRandom random)
    {
        if (module.in_channels != shape.Map.Channels)
        {
            return TorchStep.Mismatch(name, module, $"takes {module.in_channels} channels", shape);
        }
        if (TorchWindow.Of(module) is not { } window || window.Over(shape.Map, module.out_channels) is not { } output)
        {
            return NoWindow(name, module, shape);
        }
        return new TorchStep(new WindowedConvolution(name, module.in_channels, output, window, module.groups, module.bias is not null, random.Host), shape with { Map = output });
    }

    private static TorchStep Pool(string name, nn.Module module, RowShape shape)
    {
        bool? countsPads = module switch { AvgPool1d mean => mean.count_include_pad, AvgPool2d mean => mean.count_include_pad, _ => null };
        return TorchWindow.Of(module) is { } window && window.Over(shape.Map, shape.Map.Channels) is { } output
            ? new TorchStep(new WindowedPooling(window, countsPads), shape with { Map = output })
            : NoWindow(name, module, shape);
    }

    private static TorchStep NoWindow(string name, nn.Module module, RowShape shape) => TorchStep.Refused(
        name, module, $"has a window that does not fit into {shape}, or is one of dilation, of ceil_mode, of padding other than zeros, or even with padding Same");
}

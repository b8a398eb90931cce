namespace MLNetDeep.Networks;

/// <summary>Collects the layers of a convolutional network, or of a part of one, and keeps the shape of the map behind the last.</summary>
/// <param name="input">The map that comes in.</param>
/// <param name="activation">The network's activation.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class MapLayers(ImageMap input, Activation activation, FitRandom random)
{
    private readonly List<ILayer> _layers = [];

    /// <summary>The shape behind the last layer.</summary>
    internal ImageMap Map { get; private set; } = input;

    internal IReadOnlyList<ILayer> All => NormalizedMap.Join(_layers);

    /// <summary>Begins a part of the network at the current map.</summary>
    internal MapLayers Part() => new(Map, activation, random);

    internal LayerStack ToStack() => new(All);

    /// <summary>Adds a convolution and its batch normalization.</summary>
    internal MapLayers Convolve(string name, string normName, int outputs, int kernelSize, int stride = 1, int groups = 1)
    {
        Bare(name, outputs, kernelSize, stride, groups);
        return Normalize(normName);
    }

    /// <summary>Adds a convolution alone.</summary>
    internal MapLayers Bare(string name, int outputs, int kernelSize, int stride = 1, int groups = 1)
    {
        Convolution convolution = new(name, Map, outputs, kernelSize, stride, groups, new ActivationLayer(activation).Gain, random.Host);
        return Add(convolution, convolution.Output);
    }

    internal MapLayers Normalize(string name) => Add(new BatchNormalizationLayer(name, Map.Channels), Map);

    internal MapLayers Activate() => Add(new ActivationLayer(activation), Map);

    /// <summary>Adds the activation and a pooling to half the size; where the activation never falls, behind the pooling, which is the same for a quarter of the work.</summary>
    internal MapLayers ActivateAndHalve() => activation is Activation.Relu or Activation.Selu or Activation.Tanh
        ? Pool(2, 2).Activate()
        : Activate().Pool(2, 2);

    internal MapLayers Pool(int size, int stride)
    {
        MaxPooling pooling = new(Map, size, stride);
        return Add(pooling, pooling.Output);
    }

    /// <summary>Adds the sum of a part and a shortcut around it, which begin at the current map.</summary>
    internal MapLayers Residual(MapLayers main, MapLayers shortcut) => Add(new Residual(main.ToStack(), shortcut.ToStack()), main.Map);

    /// <summary>Adds parts side by side, which begin at the current map.</summary>
    internal MapLayers Branch(params IReadOnlyList<MapLayers> parts) =>
        Add(new Branches([.. parts.Select(part => part.ToStack())]), parts[0].Map with { Channels = parts.Sum(part => part.Map.Channels) });

    private MapLayers Add(ILayer layer, ImageMap map)
    {
        _layers.Add(layer);
        Map = map;
        return this;
    }
}

namespace MLNetDeep.Networks;

/// <summary>Convolutional networks: what looks at the map, the mean of each channel, and a dense output.</summary>
internal static class Cnn
{
    /// <param name="options">The backbone and what changes the rows; those that <see cref="UnusedOptions"/> lets pass.</param>
    /// <param name="shape">The shape of a row.</param>
    /// <param name="outputCount">K, the number of raw outputs.</param>
    /// <param name="random">The fit's random numbers.</param>
    internal static IReadOnlyList<ILayer> Layers(CnnOptions options, ImageShape shape, int outputCount, FitRandom random)
    {
        IEnumerable<ILayer> augmentations = Augmentations.Of(options, shape, random).Select(augmentation => new AugmentationLayer(augmentation));
        IReadOnlyList<ILayer> network = Network(options, shape, outputCount, random);
        return options.TestTimeAugmentation
            ? [.. augmentations, new MirrorAveraging(new LayerStack(network), shape.Map, outputCount)]
            : [.. augmentations, .. network];
    }

    /// <summary>The backbone that the options mean for rows of a kind.</summary>
    internal static CnnBackbone BackboneOf(CnnOptions options, bool isSignal) => options.Backbone switch
    {
        CnnBackbone.Automatic => isSignal ? CnnBackbone.InceptionTime : CnnBackbone.Plain,
        CnnBackbone named => named,
    };

    private static IReadOnlyList<ILayer> Network(CnnOptions options, ImageShape shape, int outputCount, FitRandom random)
    {
        MapLayers network = new(shape.Map, options.Activation, random);
        Build(network, options, BackboneOf(options, shape.IsSignal));
        Dense output = new("fc", network.Map.Channels, outputCount, gain: 1, random.Host);
        IEnumerable<ILayer> dropout = options.Dropout > 0 ? [new DropoutLayer(options.Dropout, random)] : [];
        return [.. network.All, new GlobalAveragePooling(), .. dropout, output];
    }

    private static void Build(MapLayers network, CnnOptions options, CnnBackbone backbone)
    {
        switch (backbone)
        {
            case CnnBackbone.Plain: StagedNetworks.Plain(network, options); break;
            case CnnBackbone.Separable: StagedNetworks.Separable(network, options); break;
            case CnnBackbone.SmallResNet: ResNet.Small(network, options); break;
            case CnnBackbone.ResNet18: ResNet.Large(network, options); break;
            case CnnBackbone.FullyConvolutional: SignalNetworks.FullyConvolutional(network, options); break;
            case CnnBackbone.SignalResNet: SignalNetworks.ResNet(network, options); break;
            case CnnBackbone.InceptionTime: InceptionTime.Build(network, options); break;
            default: throw new ArgumentOutOfRangeException(nameof(options), backbone, "The backbone has no implementation.");
        }
    }
}

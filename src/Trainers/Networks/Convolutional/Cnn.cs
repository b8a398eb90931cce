namespace MLNetDeep.Networks;

/// <summary>Convolutional networks: what looks at the map, the mean of each channel, and a dense output.</summary>
internal static class Cnn
{
    /// <param name="options">The backbone and what changes the rows.</param>
    /// <param name="shape">The shape of a row.</param>
    /// <param name="outputCount">K, the number of raw outputs.</param>
    /// <param name="random">The fit's random numbers.</param>
    internal static IReadOnlyList<ILayer> Layers(CnnOptions options, ImageShape shape, int outputCount, FitRandom random)
    {
        MapLayers network = new(shape.Map, options.Activation, random);
        Build(network, options, shape);
        List<ILayer> layers = [.. Augmentations.Of(options, shape, random)];
        bool mirrors = options.TestTimeAugmentation && !shape.IsSignal;
        if (mirrors)
        {
            layers.Add(new MirrorImages(shape.Map));
        }
        layers.AddRange([.. network.All, new GlobalAveragePooling()]);
        if (options.Dropout > 0)
        {
            layers.Add(new DropoutLayer(options.Dropout, random));
        }
        layers.Add(new Dense("fc", network.Map.Channels, outputCount, gain: 1, random.Host));
        if (mirrors)
        {
            layers.Add(new MirrorMean(outputCount));
        }
        return layers;
    }

    private static void Build(MapLayers network, CnnOptions options, ImageShape shape)
    {
        switch (options.Backbone)
        {
            case CnnBackbone.Automatic when shape.IsSignal:
            case CnnBackbone.InceptionTime: InceptionTime.Build(network, options); break;
            case CnnBackbone.Automatic:
            case CnnBackbone.Plain: StagedNetworks.Plain(network, options); break;
            case CnnBackbone.Separable: StagedNetworks.Separable(network, options); break;
            case CnnBackbone.SmallResNet: ResNet.Small(network, options); break;
            case CnnBackbone.ResNet18: ResNet.Large(network, options); break;
            case CnnBackbone.FullyConvolutional: SignalNetworks.FullyConvolutional(network, options); break;
            case CnnBackbone.SignalResNet: SignalNetworks.ResNet(network, options); break;
            default: throw new ArgumentOutOfRangeException(nameof(options), options.Backbone, "The backbone has no implementation.");
        }
    }
}

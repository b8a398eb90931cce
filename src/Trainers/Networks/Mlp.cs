namespace MLNetDeep.Networks;

/// <summary>The multilayer perceptron: hidden layers of dense, normalization, activation and dropout, then a dense output.</summary>
internal static class Mlp
{
    /// <param name="options">The architecture.</param>
    /// <param name="features">What the layers will get; makes the first of them.</param>
    /// <param name="outputCount">K, the number of raw outputs.</param>
    /// <param name="random">The fit's random numbers.</param>
    internal static IReadOnlyList<ILayer> Layers(MlpOptions options, ITabularBatches features, int outputCount, FitRandom random)
    {
        double dropout = options.FeatureDropout ?? features.DefaultDropout;
        List<ILayer> layers = dropout > 0 ? [new DropoutLayer(dropout, random)] : [];
        IReadOnlyList<int> sizes = options.EffectiveHiddenLayerSizes();
        ILayer Dense(string name, int hidden, int size, double gain) => hidden == 0
            ? features.FirstLayer(name, size, gain, random.Host)
            : new Dense(name, sizes[hidden - 1], size, gain, random.Host);
        for (int hidden = 0; hidden < sizes.Count; hidden++)
        {
            string name = $"hidden.{hidden}";
            ActivationLayer activation = new(options.Activation);
            layers.Add(Dense(name, hidden, sizes[hidden], activation.Gain));
            AddNormalization(layers, $"{name}.norm", sizes[hidden], options.Normalization);
            layers.Add(activation);
            if (options.Dropout > 0)
            {
                layers.Add(new DropoutLayer(options.Dropout, random));
            }
        }
        layers.Add(Dense("output", sizes.Count, outputCount, gain: 1));
        return layers;
    }

    private static void AddNormalization(List<ILayer> layers, string name, int size, Normalization normalization)
    {
        switch (normalization)
        {
            case Normalization.Batch: layers.Add(new BatchNormalizationLayer(name, size)); break;
            case Normalization.Layer: layers.Add(new LayerNormalizationLayer(name, size)); break;
        }
    }
}

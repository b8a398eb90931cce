namespace MLNetDeep.Networks;

/// <summary>The multilayer perceptron: hidden layers of dense, normalization, activation and dropout, then a dense output.</summary>
internal static class Mlp
{
    /// <param name="options">The architecture.</param>
    /// <param name="featureCount">D, the width of the input.</param>
    /// <param name="outputCount">K, the number of raw outputs.</param>
    /// <param name="random">The fit's random numbers.</param>
    internal static IReadOnlyList<ILayer> Layers(MlpOptions options, int featureCount, int outputCount, FitRandom random)
    {
        List<ILayer> layers = [];
        int width = featureCount;
        foreach (int size in options.EffectiveHiddenLayerSizes())
        {
            string name = $"hidden.{layers.Count(layer => layer is Dense)}";
            ActivationLayer activation = new(options.Activation);
            layers.Add(new Dense(name, width, size, activation.Gain, random.Host));
            AddNormalization(layers, $"{name}.norm", size, options.Normalization);
            layers.Add(activation);
            if (options.Dropout > 0)
            {
                layers.Add(new DropoutLayer(options.Dropout, random.Device));
            }
            width = size;
        }
        layers.Add(new Dense("output", width, outputCount, gain: 1, random.Host));
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

namespace MLNetDeep.Networks;

/// <summary>The multilayer perceptron: hidden layers of dense, normalization, activation and dropout, then a dense output; or an ensemble of several.</summary>
internal static class Mlp
{
    /// <param name="options">The architecture.</param>
    /// <param name="features">What the layers will get; makes the first of them.</param>
    /// <param name="rows">Which of them are learned from, zero-based, in random order, shape [M].</param>
    /// <param name="task">What the outputs are.</param>
    /// <param name="outputCount">K, the number of raw outputs.</param>
    /// <param name="random">The fit's random numbers.</param>
    internal static IReadOnlyList<ILayer> Layers(MlpOptions options, ITabularBatches features, Tensor rows, TaskKind task, int outputCount, FitRandom random)
    {
        double dropout = options.FeatureDropout ?? features.DefaultDropout;
        List<ILayer> layers = dropout > 0 ? [new DropoutLayer(dropout, random)] : [];
        PiecewiseLinearEncoding? encoding = Encoding(options, features, rows);
        if (encoding is not null)
        {
            layers.Add(encoding);
        }
        IReadOnlyList<int> sizes = options.EffectiveHiddenLayerSizes();
        int members = features.DenseWidth is null ? 1 : options.EnsembleSize;
        int width = encoding?.Sources.Count ?? features.DenseWidth ?? 0;
        if (members > 1)
        {
            layers.Add(new MemberInput("members", members, encoding?.Sources ?? [.. Enumerable.Range(0, width)], random.Host));
        }
        ILayer Dense(string name, int hidden, int size, double gain) => (hidden, encoding, members) switch
        {
            (0, null, 1) => features.FirstLayer(name, size, gain, random.Host),
            (_, _, 1) => new Dense(name, hidden == 0 ? width : sizes[hidden - 1], size, gain, random.Host),
            _ => new MemberDense(name, members, hidden == 0 ? width : sizes[hidden - 1], size, options.EnsembleForm == EnsembleForm.Full, gain, random.Host),
        };
        for (int hidden = 0; hidden < sizes.Count; hidden++)
        {
            string name = $"hidden.{hidden}";
            ActivationLayer activation = new(options.Activation);
            layers.Add(Dense(name, hidden, sizes[hidden], activation.Gain));
            AddNormalization(layers, $"{name}.norm", sizes[hidden], options.Normalization, members);
            layers.Add(activation);
            if (options.Dropout > 0)
            {
                layers.Add(new DropoutLayer(options.Dropout, random));
            }
        }
        layers.Add(members > 1
            ? new MemberOutput("output", members, sizes.Count > 0 ? sizes[^1] : width, outputCount, task, random.Host)
            : Dense("output", sizes.Count, outputCount, gain: 1));
        return layers;
    }

    private static PiecewiseLinearEncoding? Encoding(MlpOptions options, ITabularBatches features, Tensor rows)
    {
        if (options.NumericEmbedding != NumericEmbedding.PiecewiseLinear || features.DenseWidth is not int width)
        {
            return null;
        }
        List<PiecewiseLinearEncoding.Bin> bins = FeatureBins.Learn(features, rows, options.NumberOfBins);
        return bins.Count > 0 ? new PiecewiseLinearEncoding("encoding", bins, width) : null;
    }

    private static void AddNormalization(List<ILayer> layers, string name, int size, Normalization normalization, int members)
    {
        switch (normalization)
        {
            case Normalization.Batch when members > 1: layers.Add(new OfMembers(new BatchNormalizationLayer(name, members * size), members)); break;
            case Normalization.Batch: layers.Add(new BatchNormalizationLayer(name, size)); break;
            case Normalization.Layer: layers.Add(new LayerNormalizationLayer(name, size)); break;
        }
    }
}

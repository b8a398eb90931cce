namespace MLNetDeep.Networks;

/// <summary>Networks for sequences: embedding of tokens, what reads the steps, and a dense output behind a pooling over them, or for each.</summary>
internal static class Rnn
{
    private const int DefaultFrontKernel = 7; // of numbers
    private static readonly int[] s_kernels = [3, 4, 5]; // of Kim 2014

    /// <summary>Says which option is set and not followed. Pooling is no error, since a search may set it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The backbone has no outputs for steps, and each has a label.</exception>
    internal static void CheckOptions(RnnOptions options, SequenceShape shape, Action<string> warn)
    {
        Require.That(!shape.HasStepLabels || options.Backbone != RnnBackbone.Ngrams, nameof(options.Backbone), options.Backbone, "another than Ngrams where each step has a label: it has one sum for all of a row");
        if (shape.HasStepLabels && options.Pooling != new RnnOptions().Pooling)
        {
            warn($"{nameof(options.Pooling)} is {options.Pooling} and not used: each step has a label, and nothing is pooled.");
        }
    }

    /// <param name="options">The architecture.</param>
    /// <param name="sequences">What the layers will get.</param>
    /// <param name="outputCount">K, the number of raw outputs.</param>
    /// <param name="random">The fit's random numbers.</param>
    internal static IReadOnlyList<ILayer> Layers(RnnOptions options, SequenceBatches sequences, int outputCount, FitRandom random)
    {
        SequenceShape shape = sequences.Shape;
        bool isText = shape.Form.Kind == SequenceKind.Tokens;
        if (shape.Backbone(options) == RnnBackbone.Ngrams)
        {
            double dropout = 1 - ((1 - options.EmbeddingDropout) * (1 - options.Dropout));
            return [new Ngrams(options.NgramLength, shape.Tokens, outputCount, sequences.Longest, dropout, random)];
        }
        int dimension = shape.Vectors?.Dimension ?? options.EmbeddingDimension;
        List<ILayer> layers = [];
        if (isText)
        {
            layers.Add(new Embedding("embedding", Vectors(shape, dimension, random), options.EmbeddingDropout, random));
        }
        List<ISequenceLayer> steps = Steps(options, shape.Backbone(options), isText ? dimension : shape.Form.Width, isText, random, shape.Steps ?? options.EffectiveMaximumLength);
        if (shape.HasStepLabels)
        {
            AddOutputs(steps, options, outputCount, random);
            layers.Add(new SequenceNetwork(steps, new EachStep(), shape.Steps is null, sequences.Longest));
            return layers;
        }
        layers.Add(new SequenceNetwork(steps, Pooling(options, steps[^1].Outputs, shape.Steps, random), shape.Steps is null, sequences.Longest));
        if (options.Dropout > 0)
        {
            layers.Add(new DropoutLayer(options.Dropout, random));
        }
        layers.Add(new Dense("output", steps[^1].Outputs, outputCount, gain: 1, random.Host));
        return layers;
    }

    /// <summary>A vector for each token, at random or as it was trained elsewhere: shape [tokens + 1, dimension].</summary>
    private static Tensor Vectors(SequenceShape shape, int dimension, FitRandom random)
    {
        Tensor vectors = empty(shape.Tokens + 1, dimension).normal_(0, 0.1, random.Host);
        if (shape.Vectors is { } trained)
        {
            Tensor known = tensor(trained.Values, shape.Tokens, dimension), isKnown = tensor(trained.IsFound).unsqueeze(1);
            Tensor ofTokens = vectors.narrow(0, 1, shape.Tokens);
            ofTokens.copy_(where(isKnown, known, ofTokens));
        }
        return vectors.to(random.Device);
    }

    private static List<ISequenceLayer> Steps(RnnOptions options, RnnBackbone backbone, int width, bool isText, FitRandom random, int mostSteps)
    {
        List<ISequenceLayer> layers = [];
        int front = options.FrontKernelSize ?? (isText ? 0 : DefaultFrontKernel);
        if (front > 0)
        {
            layers.Add(new SequenceConvolution("front", width, options.HiddenSize, [front], random.Host));
        }
        int Width() => layers.Count > 0 ? layers[^1].Outputs : width;
        switch (backbone)
        {
            case RnnBackbone.Convolution:
                AddLayers(index => new SequenceConvolution($"convolution.{index}", Width(), options.HiddenSize, s_kernels, random.Host));
                break;
            case RnnBackbone.Transformer:
                layers.Add(new PositionLayer("input", Width(), options.HiddenSize, mostSteps, random));
                AddLayers(index => new TransformerLayer($"transformer.{index}", options.HiddenSize, options.HeadCount, random.Host));
                break;
            default:
                RecurrentCell cell = backbone == RnnBackbone.Gru ? RecurrentCell.Gru : RecurrentCell.Lstm;
                AddLayers(index => new RecurrentLayer("rnn", index, cell, Width(), options.HiddenSize, options.IsBidirectional, random.Host));
                break;
        }
        return layers;

        void AddLayers(Func<int, ISequenceLayer> layer)
        {
            for (int index = 0; index < options.LayerCount; index++)
            {
                if (index > 0 && options.Dropout > 0)
                {
                    layers.Add(new SequenceDropout(options.Dropout, Width(), random));
                }
                layers.Add(layer(index));
            }
        }
    }

    /// <summary>Adds outputs of each step.</summary>
    private static void AddOutputs(List<ISequenceLayer> steps, RnnOptions options, int outputCount, FitRandom random)
    {
        int width = steps[^1].Outputs;
        if (options.Dropout > 0)
        {
            steps.Add(new SequenceDropout(options.Dropout, width, random));
        }
        steps.Add(new StepDense("output", width, outputCount, gain: 1, random.Host));
    }

    private static ISequencePooling Pooling(RnnOptions options, int width, int? steps, FitRandom random)
    {
        bool readsBackwards = options is { IsBidirectional: true, Backbone: RnnBackbone.Automatic or RnnBackbone.Lstm or RnnBackbone.Gru };
        return options.Pooling switch
        {
            RnnPooling.Last => new EndsOfSteps(readsBackwards ? width / 2 : width, readsBackwards ? width / 2 : 0, steps),
            RnnPooling.Mean => new MeanOverSteps(steps),
            RnnPooling.Max => new MaxOverSteps(),
            RnnPooling.Attention => new AttentionPooling("attention", width, random.Host),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Pooling, "The pooling has no implementation."),
        };
    }
}

namespace MLNetDeep.Tests;

/// <summary>A value outside its range is refused by Fit, which names the option, the range and the value.</summary>
[TestClass]
public sealed class OptionRangeTests
{
    private static readonly string[] s_withoutRange =
        ["Seed", "Progress", "CancellationToken", "IsInterleaved", "HorizontalFlip", "VerticalFlip", "TestTimeAugmentation", "IsBidirectional", "StopWhen", "CalibrateProbabilities", "InitialModel", "Network", "KeepInitialWeights"];

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Rows =>
        from trainer in TrainerCase.All
        from row in RowsOf(trainer.Small)
        select new object[] { trainer, row };

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void Option_OutsideItsRange_IsRefused(TrainerCase trainer, OptionRow row)
    {
        IDataView data = trainer.Data(_ml, rows: 20);

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Create(_ml, row.Options).Fit(data));

        Assert.AreEqual(new ArgumentOutOfRangeException(row.Name, row.Refused, $"{row.Name} must be {row.Expectation}.").Message, error.Message);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Options_AllHaveARowHere(TrainerCase trainer) => CollectionAssert.AreEquivalent(
        trainer.Small.GetType().GetProperties().Select(property => property.Name).Except(s_withoutRange).ToArray(),
        RowsOf(trainer.Small).Select(row => row.Name).Distinct().ToArray());

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Options_ThatAreNull_AreRefused(TrainerCase trainer) =>
        Assert.ThrowsExactly<ArgumentNullException>(() => trainer.Create(_ml, null!));

    private static IEnumerable<OptionRow> RowsOf(DeepTrainerOptions options) => Common(options).Concat(Special(options));

    private static IEnumerable<OptionRow> Common(DeepTrainerOptions options) =>
    [
        new("LabelColumnName", options with { LabelColumnName = "" }, "a column name"),
        new("FeatureColumnName", options with { FeatureColumnName = null! }, "a column name"),
        new("ExampleWeightColumnName", options with { ExampleWeightColumnName = "" }, "a column name, or null for no weights"),
        new("NumberOfEpochs", options with { NumberOfEpochs = 0 }, "positive"),
        new("BatchSize", options with { BatchSize = -1 }, "finite and at least 0"),
        new("LearningRate", options with { LearningRate = 0 }, "positive and finite"),
        new("LearningRate", options with { LearningRate = double.PositiveInfinity }, "positive and finite"),
        new("LearningRate", options with { LearningRate = double.NaN }, "positive and finite"),
        new("LearningRateSchedule", options with { LearningRateSchedule = (LearningRateSchedule)9 }, "one of WarmUpCosine, Constant, OneCycle, Step, ReduceOnPlateau, CosineCycles"),
        new("Optimizer", options with { Optimizer = (Optimizer)2 }, "one of AdamW, Sgd"),
        new("Momentum", options with { Momentum = 1 }, "in [0, 1)"),
        new("LearningRateFactor", options with { LearningRateFactor = 1 }, "in (0, 1)"),
        new("LearningRateStepEpochs", options with { LearningRateStepEpochs = 0 }, "positive"),
        new("LearningRatePlateauEpochs", options with { LearningRatePlateauEpochs = 0 }, "positive"),
        new("WeightAveraging", options with { WeightAveraging = 1 }, "in [0, 1)"),
        new("BatchesPerStep", options with { BatchesPerStep = 0 }, "positive"),
        new("Metrics", options with { Metrics = ["a", ""] }, "names of metrics, or null for none"),
        new("EarlyStoppingMetric", options with { EarlyStoppingMetric = "" }, "the name of a metric, or null for the validation loss"),
        new("InitialWeightsFile", options with { InitialWeightsFile = "" }, "a path, or null for none"),
        new("CheckpointPath", options with { CheckpointPath = "" }, "a path, or null for none"),
        new("FreezeLayers", options with { FreezeLayers = [""] }, "names of layers, or null for none"),
        new("Loss", options with { Loss = (Loss)7 }, "one of Automatic, CrossEntropy, Focal, SquaredError, AbsoluteError, Huber, Quantile"),
        new("LabelSmoothing", options with { LabelSmoothing = 1 }, "in [0, 1)"),
        new("LabelSmoothing", options with { LabelSmoothing = 0.1, Loss = Loss.Focal }, "0 for Focal"),
        new("FocalGamma", options with { FocalGamma = -1 }, "finite and at least 0"),
        new("HuberDelta", options with { HuberDelta = 0 }, "positive and finite"),
        new("Quantile", options with { Quantile = 1 }, "in (0, 1)"),
        new("ClassWeights", options with { ClassWeights = [1, 0] }, "positive and finite numbers, or null"),
        new("BalanceClasses", options with { BalanceClasses = true, ClassWeights = [1, 2] }, "false where ClassWeights are given"),
        new("WeightDecay", options with { WeightDecay = -0.1 }, "finite and at least 0"),
        new("WeightDecay", options with { WeightDecay = double.NaN }, "finite and at least 0"),
        new("Dropout", options with { Dropout = -0.1 }, "in [0, 1)"),
        new("Dropout", options with { Dropout = 1 }, "in [0, 1)"),
        new("Dropout", options with { Dropout = double.NaN }, "in [0, 1)"),
        new("GradientClipNorm", options with { GradientClipNorm = -1 }, "finite and at least 0"),
        new("GradientClipNorm", options with { GradientClipNorm = double.PositiveInfinity }, "finite and at least 0"),
        new("ValidationFraction", options with { ValidationFraction = 1 }, "in [0, 1)"),
        new("ValidationFraction", options with { ValidationFraction = -0.1 }, "in [0, 1)"),
        new("EarlyStoppingPatience", options with { EarlyStoppingPatience = -1 }, "finite and at least 0"),
        new("Precision", options with { Precision = (Precision)2 }, "one of Float32, BFloat16"),
        new("NumberOfThreads", options with { NumberOfThreads = 0 }, "positive, or null for as many as a step has work for"),
        new("TimeBudget", options with { TimeBudget = TimeSpan.Zero }, "positive, or null for no limit"),
        new("TimeBudget", options with { TimeBudget = TimeSpan.FromSeconds(-1) }, "positive, or null for no limit"),
        new("MemoryBudget", options with { MemoryBudget = 0 }, "positive, or null for half of the free memory"),
    ];

    private static IEnumerable<OptionRow> Special(DeepTrainerOptions options) => options switch
    {
        MlpOptions mlp =>
        [
            new("HiddenLayerSizes", mlp with { HiddenLayerSizes = [4, 0] }, "positive"),
            new("FeatureDropout", mlp with { FeatureDropout = 1 }, "in [0, 1)"),
            new("HiddenLayerCount", mlp with { HiddenLayerCount = -1 }, "finite and at least 0"),
            new("HiddenLayerSize", mlp with { HiddenLayerSize = 0 }, "positive"),
            new("Activation", mlp with { Activation = (Activation)99 }, "one of Relu, Gelu, Silu, Selu, Mish, Tanh"),
            new("Normalization", mlp with { Normalization = (Normalization)(-1) }, "one of None, Batch, Layer"),
            new("NumericEmbedding", mlp with { NumericEmbedding = (NumericEmbedding)2 }, "one of None, PiecewiseLinear"),
            new("NumberOfBins", mlp with { NumberOfBins = 1025 }, "from 2 to 1024"),
            new("EnsembleSize", mlp with { EnsembleSize = 0 }, "from 1 to 64"),
            new("EnsembleForm", mlp with { EnsembleForm = (EnsembleForm)2 }, "one of Full, Mini"),
        ],
        TorchOptions torch =>
        [
            new("Module", torch with { Module = new TorchModule("") }, "of a name of 1 to 200 characters"),
            new("Module", torch with { Module = new TorchModule(new string('m', 201)) }, "of a name of 1 to 200 characters"),
            new("Module", torch with { Module = new TorchModule("m", "{") }, "of a configuration of JSON of at most 65536 characters, or none"),
            new("Module", torch with { Module = new TorchModule("m", $"\"{new string('c', 65535)}\"") }, "of a configuration of JSON of at most 65536 characters, or none"),
        ],
        RnnOptions rnn =>
        [
            new("FeaturesPerStep", rnn with { FeaturesPerStep = 0 }, "positive, or null for what the feature column's type says"),
            new("MaximumLength", rnn with { MaximumLength = 0 }, "from 1 to 1000000, or null for what suits the backbone"),
            new("MaximumLength", rnn with { MaximumLength = 8193, Backbone = RnnBackbone.Transformer }, "at most 8192 for Transformer"),
            new("Truncation", rnn with { Truncation = (Truncation)2 }, "one of KeepFirst, KeepLast"),
            new("Backbone", rnn with { Backbone = (RnnBackbone)6 }, "one of Automatic, Lstm, Gru, Convolution, Transformer, Ngrams"),
            new("NgramLength", rnn with { NgramLength = 5 }, "from 1 to 4"),
            new("LayerCount", rnn with { LayerCount = 0 }, "from 1 to 8"),
            new("HiddenSize", rnn with { HiddenSize = 0 }, "from 1 to 1048576"),
            new("HiddenSize", rnn with { HiddenSize = 7, Backbone = RnnBackbone.Transformer }, "a multiple of HeadCount, 4, for Transformer"),
            new("Pooling", rnn with { Pooling = (RnnPooling)4 }, "one of Last, Mean, Max, Attention"),
            new("FrontKernelSize", rnn with { FrontKernelSize = 2 }, "0, or odd and at most 255, or null for what suits the steps"),
            new("EmbeddingDimension", rnn with { EmbeddingDimension = 0 }, "from 1 to 4096"),
            new("PretrainedEmbeddings", rnn with { PretrainedEmbeddings = "" }, "a path, or null for none"),
            new("EmbeddingDropout", rnn with { EmbeddingDropout = 1 }, "in [0, 1)"),
            new("HeadCount", rnn with { HeadCount = 65 }, "from 1 to 64"),
        ],
        CnnOptions cnn =>
        [
            new("InputShape", cnn with { InputShape = [4] }, "channels, height and width, or channels and steps, all positive; or null for the dimensions of the feature column"),
            new("Backbone", cnn with { Backbone = (CnnBackbone)8 }, "one of Automatic, Plain, SmallResNet, ResNet18, Separable, FullyConvolutional, SignalResNet, InceptionTime"),
            new("StageCount", cnn with { StageCount = 0 }, "from 1 to 8, or null for as many as suit the size"),
            new("BlocksPerStage", cnn with { BlocksPerStage = 33 }, "from 1 to 32, or null for as many as suit the backbone"),
            new("Channels", cnn with { Channels = 0 }, "from 1 to 4096, or null for as many as suit the backbone"),
            new("KernelSize", cnn with { KernelSize = 4 }, "odd and from 1 to 255, or null for what suits the backbone"),
            new("Activation", cnn with { Activation = (Activation)99 }, "one of Relu, Gelu, Silu, Selu, Mish, Tanh"),
            new("CropPadding", cnn with { CropPadding = -1 }, "from 0 to 4096, or null for what suits the size"),
            new("RotationDegrees", cnn with { RotationDegrees = 181 }, "from 0 to 180"),
            new("Zoom", cnn with { Zoom = 1 }, "in [0, 1)"),
            new("Brightness", cnn with { Brightness = -1 }, "finite and at least 0"),
            new("Contrast", cnn with { Contrast = 1 }, "in [0, 1)"),
            new("Cutout", cnn with { Cutout = 1 }, "in [0, 1)"),
            new("Mixup", cnn with { Mixup = 1.1 }, "from 0 to 1"),
            new("CutMix", cnn with { CutMix = double.NaN }, "from 0 to 1"),
            new("Jitter", cnn with { Jitter = double.PositiveInfinity }, "finite and at least 0"),
            new("MagnitudeScaling", cnn with { MagnitudeScaling = -0.1 }, "finite and at least 0"),
            new("TimeWarp", cnn with { TimeWarp = 1.1 }, "from 0 to 1"),
            new("WindowSlice", cnn with { WindowSlice = 0 }, "above 0 and at most 1"),
        ],
        _ => throw new NotSupportedException($"Add the options of {options.GetType().Name}."),
    };

    /// <summary>Options of which one is out of range.</summary>
    public sealed record OptionRow(string Name, DeepTrainerOptions Options, string Expectation)
    {
        private object? Value => Options.GetType().GetProperty(Name)!.GetValue(Options);

        internal object? Refused => Value switch
        {
            IReadOnlyList<int> shape when Options is CnnOptions => $"[{string.Join(", ", shape)}]",
            IReadOnlyList<int> sizes => sizes[^1],
            IReadOnlyList<string> names => $"[{string.Join(", ", names)}]",
            TorchModule { Configuration: var text, Name: var name } => (text ?? name) is { Length: > 200 } long200 ? $"{long200.Length} characters" : text ?? name,
            IReadOnlyList<double> numbers => $"[{string.Join(", ", numbers)}]",
            var value => value,
        };

        public override string ToString() => $"{Name} {Refused ?? "null"}";
    }
}

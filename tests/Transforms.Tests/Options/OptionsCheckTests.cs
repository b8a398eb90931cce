namespace MLNetDeep.Tests;

/// <summary>Each option at the ends of its valid range, and beyond.</summary>
[TestClass]
public sealed class OptionsCheckTests
{
    private const string AtLeastZero = "finite and at least 0";
    private const string Fraction = "in [0, 1)";
    private const string Shape = "channels, height and width, or channels and steps, all positive; or null for the dimensions of the feature column";
    private const string Length = "from 1 to 1000000, or null for what suits the backbone";
    private const string FrontKernel = "0, or odd and at most 255, or null for what suits the steps";
    private const string Kernel = "odd and from 1 to 255, or null for what suits the backbone";

    private static readonly MlpOptions s_options = new();
    private static readonly CnnOptions s_cnn = new();
    private static readonly RnnOptions s_rnn = new();
    private static readonly RnnOptions s_transformer = new() { Backbone = RnnBackbone.Transformer };

    public static IEnumerable<object[]> Accepted => new DeepTrainerOptions[]
    {
        s_options with { LabelColumnName = "L" },
        s_options with { FeatureColumnName = " " },
        s_options with { ExampleWeightColumnName = null },
        s_options with { ExampleWeightColumnName = "W" },
        s_options with { NumberOfEpochs = 1 },
        s_options with { NumberOfEpochs = int.MaxValue },
        s_options with { BatchSize = 0 },
        s_options with { BatchSize = int.MaxValue },
        s_options with { LearningRate = double.Epsilon },
        s_options with { LearningRate = double.MaxValue },
        s_options with { LearningRateSchedule = LearningRateSchedule.Constant },
        s_options with { WeightDecay = 0 },
        s_options with { WeightDecay = double.MaxValue },
        s_options with { Dropout = 0 },
        s_options with { Dropout = Math.BitDecrement(1.0) },
        s_options with { GradientClipNorm = 0 },
        s_options with { GradientClipNorm = double.MaxValue },
        s_options with { ValidationFraction = 0 },
        s_options with { ValidationFraction = Math.BitDecrement(1.0) },
        s_options with { EarlyStoppingPatience = 0 },
        s_options with { EarlyStoppingPatience = int.MaxValue },
        s_options with { Precision = Precision.BFloat16 },
        s_options with { NumberOfThreads = null },
        s_options with { NumberOfThreads = 1 },
        s_options with { NumberOfThreads = int.MaxValue },
        s_options with { TimeBudget = null },
        s_options with { TimeBudget = TimeSpan.FromTicks(1) },
        s_options with { MemoryBudget = null },
        s_options with { MemoryBudget = 1 },
        s_options with { MemoryBudget = long.MaxValue },
        s_options with { Seed = int.MinValue },
        s_options with { HiddenLayerSizes = null },
        s_options with { HiddenLayerSizes = [] },
        s_options with { HiddenLayerSizes = [1, 1] },
        s_options with { HiddenLayerCount = 0 },
        s_options with { HiddenLayerSize = 1 },
        s_options with { Activation = Activation.Tanh },
        s_options with { Normalization = Normalization.Layer },
        s_options with { FeatureDropout = 0 },
        s_options with { FeatureDropout = Math.BitDecrement(1.0) },
        s_cnn with { InputShape = null },
        s_cnn with { InputShape = [1, 1] },
        s_cnn with { InputShape = [1, int.MaxValue, 1] },
        s_cnn with { IsInterleaved = true },
        s_cnn with { Backbone = CnnBackbone.InceptionTime },
        s_cnn with { StageCount = null },
        s_cnn with { StageCount = 1 },
        s_cnn with { StageCount = 8 },
        s_cnn with { BlocksPerStage = null },
        s_cnn with { BlocksPerStage = 1 },
        s_cnn with { BlocksPerStage = 32 },
        s_cnn with { Channels = null },
        s_cnn with { Channels = 1 },
        s_cnn with { Channels = 4096 },
        s_cnn with { KernelSize = null },
        s_cnn with { KernelSize = 1 },
        s_cnn with { KernelSize = 255 },
        s_cnn with { Activation = Activation.Tanh },
        s_cnn with { HorizontalFlip = false },
        s_cnn with { VerticalFlip = true },
        s_cnn with { CropPadding = null },
        s_cnn with { CropPadding = 0 },
        s_cnn with { CropPadding = 4096 },
        s_cnn with { RotationDegrees = 180 },
        s_cnn with { Zoom = Math.BitDecrement(1.0) },
        s_cnn with { Brightness = double.MaxValue },
        s_cnn with { Contrast = Math.BitDecrement(1.0) },
        s_cnn with { Cutout = Math.BitDecrement(1.0) },
        s_cnn with { Mixup = 1 },
        s_cnn with { CutMix = 1 },
        s_cnn with { Jitter = double.MaxValue },
        s_cnn with { MagnitudeScaling = double.MaxValue },
        s_cnn with { TimeWarp = 1 },
        s_cnn with { WindowSlice = double.Epsilon },
        s_cnn with { TestTimeAugmentation = true },
        s_rnn with { FeaturesPerStep = null },
        s_rnn with { FeaturesPerStep = int.MaxValue },
        s_rnn with { MaximumLength = null },
        s_rnn with { MaximumLength = 1 },
        s_rnn with { MaximumLength = 1_000_000 },
        s_transformer with { MaximumLength = null },
        s_transformer with { MaximumLength = 8192 },
        s_rnn with { Truncation = Truncation.KeepLast },
        s_rnn with { LayerCount = 8 },
        s_rnn with { Backbone = RnnBackbone.Convolution, LayerCount = 8 },
        s_rnn with { HiddenSize = 1 },
        s_rnn with { HiddenSize = 1 << 20 },
        s_transformer with { HiddenSize = 64, HeadCount = 64 },
        s_rnn with { HiddenSize = 7, HeadCount = 4 },
        s_rnn with { IsBidirectional = false },
        s_rnn with { Pooling = RnnPooling.Attention },
        s_rnn with { FrontKernelSize = null },
        s_rnn with { FrontKernelSize = 0 },
        s_rnn with { FrontKernelSize = 255 },
        s_rnn with { EmbeddingDimension = 1 },
        s_rnn with { EmbeddingDimension = 4096 },
        s_rnn with { PretrainedEmbeddings = "vectors.txt" },
        s_rnn with { EmbeddingDropout = 0 },
        s_rnn with { EmbeddingDropout = Math.BitDecrement(1.0) },
        s_rnn with { HeadCount = 1 },
    }.Select(options => new object[] { options });

    public static IEnumerable<object[]> Refused =>
    [
        Row("LabelColumnName", "", s_options with { LabelColumnName = "" }, "a column name"),
        Row("LabelColumnName", null, s_options with { LabelColumnName = null! }, "a column name"),
        Row("FeatureColumnName", "", s_options with { FeatureColumnName = "" }, "a column name"),
        Row("FeatureColumnName", null, s_options with { FeatureColumnName = null! }, "a column name"),
        Row("ExampleWeightColumnName", "", s_options with { ExampleWeightColumnName = "" }, "a column name, or null for no weights"),
        Row("NumberOfEpochs", 0, s_options with { NumberOfEpochs = 0 }, "positive"),
        Row("NumberOfEpochs", int.MinValue, s_options with { NumberOfEpochs = int.MinValue }, "positive"),
        Row("BatchSize", -1, s_options with { BatchSize = -1 }, AtLeastZero),
        Row("LearningRate", 0, s_options with { LearningRate = 0 }, "positive and finite"),
        Row("LearningRate", "NaN", s_options with { LearningRate = double.NaN }, "positive and finite"),
        Row("LearningRate", double.PositiveInfinity, s_options with { LearningRate = double.PositiveInfinity }, "positive and finite"),
        Row("LearningRateSchedule", 9, s_options with { LearningRateSchedule = (LearningRateSchedule)9 }, "one of WarmUpCosine, Constant"),
        Row("WeightDecay", -double.Epsilon, s_options with { WeightDecay = -double.Epsilon }, AtLeastZero),
        Row("WeightDecay", "NaN", s_options with { WeightDecay = double.NaN }, AtLeastZero),
        Row("WeightDecay", double.PositiveInfinity, s_options with { WeightDecay = double.PositiveInfinity }, AtLeastZero),
        Row("Dropout", -double.Epsilon, s_options with { Dropout = -double.Epsilon }, Fraction),
        Row("Dropout", 1, s_options with { Dropout = 1 }, Fraction),
        Row("Dropout", "NaN", s_options with { Dropout = double.NaN }, Fraction),
        Row("GradientClipNorm", -double.Epsilon, s_options with { GradientClipNorm = -double.Epsilon }, AtLeastZero),
        Row("GradientClipNorm", double.PositiveInfinity, s_options with { GradientClipNorm = double.PositiveInfinity }, AtLeastZero),
        Row("ValidationFraction", -double.Epsilon, s_options with { ValidationFraction = -double.Epsilon }, Fraction),
        Row("ValidationFraction", 1, s_options with { ValidationFraction = 1 }, Fraction),
        Row("EarlyStoppingPatience", -1, s_options with { EarlyStoppingPatience = -1 }, AtLeastZero),
        Row("Precision", 2, s_options with { Precision = (Precision)2 }, "one of Float32, BFloat16"),
        Row("NumberOfThreads", 0, s_options with { NumberOfThreads = 0 }, "positive, or null for as many as a step has work for"),
        Row("TimeBudget", "00:00:00", s_options with { TimeBudget = TimeSpan.Zero }, "positive, or null for no limit"),
        Row("TimeBudget", "-10675199.02:48:05.4775808", s_options with { TimeBudget = TimeSpan.MinValue }, "positive, or null for no limit"),
        Row("MemoryBudget", 0, s_options with { MemoryBudget = 0 }, "positive, or null for half of the free memory"),
        Row("MemoryBudget", long.MinValue, s_options with { MemoryBudget = long.MinValue }, "positive, or null for half of the free memory"),
        Row("FeatureDropout", -double.Epsilon, s_options with { FeatureDropout = -double.Epsilon }, Fraction),
        Row("FeatureDropout", 1, s_options with { FeatureDropout = 1 }, Fraction),
        Row("FeatureDropout", "NaN", s_options with { FeatureDropout = double.NaN }, Fraction),
        Row("HiddenLayerSizes", 0, s_options with { HiddenLayerSizes = [8, 0] }, "positive"),
        Row("HiddenLayerCount", -1, s_options with { HiddenLayerCount = -1 }, AtLeastZero),
        Row("HiddenLayerSize", 0, s_options with { HiddenLayerSize = 0 }, "positive"),
        Row("Activation", -1, s_options with { Activation = (Activation)(-1) }, "one of Relu, Gelu, Silu, Selu, Mish, Tanh"),
        Row("Normalization", 3, s_options with { Normalization = (Normalization)3 }, "one of None, Batch, Layer"),
        Row("InputShape", "[]", s_cnn with { InputShape = [] }, Shape),
        Row("InputShape", "[4]", s_cnn with { InputShape = [4] }, Shape),
        Row("InputShape", "[1, 2, 3, 4]", s_cnn with { InputShape = [1, 2, 3, 4] }, Shape),
        Row("InputShape", "[3, 0, 4]", s_cnn with { InputShape = [3, 0, 4] }, Shape),
        Row("InputShape", "[-1, -4]", s_cnn with { InputShape = [-1, -4] }, Shape),
        Row("Backbone", -1, s_cnn with { Backbone = (CnnBackbone)(-1) }, "one of Automatic, Plain, SmallResNet, ResNet18, Separable, FullyConvolutional, SignalResNet, InceptionTime"),
        Row("StageCount", 0, s_cnn with { StageCount = 0 }, "from 1 to 8, or null for as many as suit the size"),
        Row("StageCount", 9, s_cnn with { StageCount = 9 }, "from 1 to 8, or null for as many as suit the size"),
        Row("BlocksPerStage", 0, s_cnn with { BlocksPerStage = 0 }, "from 1 to 32, or null for as many as suit the backbone"),
        Row("BlocksPerStage", 33, s_cnn with { BlocksPerStage = 33 }, "from 1 to 32, or null for as many as suit the backbone"),
        Row("Channels", 0, s_cnn with { Channels = 0 }, "from 1 to 4096, or null for as many as suit the backbone"),
        Row("Channels", 4097, s_cnn with { Channels = 4097 }, "from 1 to 4096, or null for as many as suit the backbone"),
        Row("KernelSize", -1, s_cnn with { KernelSize = -1 }, Kernel),
        Row("KernelSize", 2, s_cnn with { KernelSize = 2 }, Kernel),
        Row("KernelSize", 257, s_cnn with { KernelSize = 257 }, Kernel),
        Row("Activation", 6, s_cnn with { Activation = (Activation)6 }, "one of Relu, Gelu, Silu, Selu, Mish, Tanh"),
        Row("CropPadding", -1, s_cnn with { CropPadding = -1 }, "from 0 to 4096, or null for what suits the size"),
        Row("CropPadding", 4097, s_cnn with { CropPadding = 4097 }, "from 0 to 4096, or null for what suits the size"),
        Row("RotationDegrees", -double.Epsilon, s_cnn with { RotationDegrees = -double.Epsilon }, "from 0 to 180"),
        Row("RotationDegrees", 181, s_cnn with { RotationDegrees = 181 }, "from 0 to 180"),
        Row("RotationDegrees", "NaN", s_cnn with { RotationDegrees = double.NaN }, "from 0 to 180"),
        Row("Zoom", 1, s_cnn with { Zoom = 1 }, Fraction),
        Row("Brightness", double.PositiveInfinity, s_cnn with { Brightness = double.PositiveInfinity }, AtLeastZero),
        Row("Contrast", -double.Epsilon, s_cnn with { Contrast = -double.Epsilon }, Fraction),
        Row("Cutout", "NaN", s_cnn with { Cutout = double.NaN }, Fraction),
        Row("Mixup", -double.Epsilon, s_cnn with { Mixup = -double.Epsilon }, "from 0 to 1"),
        Row("Mixup", 2, s_cnn with { Mixup = 2 }, "from 0 to 1"),
        Row("CutMix", -double.Epsilon, s_cnn with { CutMix = -double.Epsilon }, "from 0 to 1"),
        Row("CutMix", "NaN", s_cnn with { CutMix = double.NaN }, "from 0 to 1"),
        Row("Jitter", -double.Epsilon, s_cnn with { Jitter = -double.Epsilon }, AtLeastZero),
        Row("MagnitudeScaling", "NaN", s_cnn with { MagnitudeScaling = double.NaN }, AtLeastZero),
        Row("TimeWarp", -double.Epsilon, s_cnn with { TimeWarp = -double.Epsilon }, "from 0 to 1"),
        Row("TimeWarp", 2, s_cnn with { TimeWarp = 2 }, "from 0 to 1"),
        Row("WindowSlice", 0, s_cnn with { WindowSlice = 0 }, "above 0 and at most 1"),
        Row("WindowSlice", 2, s_cnn with { WindowSlice = 2 }, "above 0 and at most 1"),
        Row("WindowSlice", "NaN", s_cnn with { WindowSlice = double.NaN }, "above 0 and at most 1"),
        Row("FeaturesPerStep", 0, s_rnn with { FeaturesPerStep = 0 }, "positive, or null for what the feature column's type says"),
        Row("MaximumLength", 0, s_rnn with { MaximumLength = 0 }, Length),
        Row("MaximumLength", 1_000_001, s_rnn with { MaximumLength = 1_000_001 }, Length),
        Row("MaximumLength", 8193, s_transformer with { MaximumLength = 8193 }, "at most 8192 for Transformer"),
        Row("Truncation", 2, s_rnn with { Truncation = (Truncation)2 }, "one of KeepFirst, KeepLast"),
        Row("Backbone", 6, s_rnn with { Backbone = (RnnBackbone)6 }, "one of Automatic, Lstm, Gru, Convolution, Transformer, Ngrams"),
        Row("NgramLength", 0, s_rnn with { NgramLength = 0 }, "from 1 to 4"),
        Row("NgramLength", 5, s_rnn with { NgramLength = 5 }, "from 1 to 4"),
        Row("PretrainedEmbeddings", "glove.txt", s_rnn with { Backbone = RnnBackbone.Ngrams, PretrainedEmbeddings = "glove.txt" }, "null for Ngrams"),
        Row("LayerCount", 0, s_rnn with { LayerCount = 0 }, "from 1 to 8"),
        Row("LayerCount", 9, s_rnn with { LayerCount = 9 }, "from 1 to 8"),
        Row("HiddenSize", 0, s_rnn with { HiddenSize = 0 }, "from 1 to 1048576"),
        Row("HiddenSize", (1 << 20) + 1, s_rnn with { HiddenSize = (1 << 20) + 1 }, "from 1 to 1048576"),
        Row("HiddenSize", 30, s_transformer with { HiddenSize = 30 }, "a multiple of HeadCount, 4, for Transformer"),
        Row("Pooling", -1, s_rnn with { Pooling = (RnnPooling)(-1) }, "one of Last, Mean, Max, Attention"),
        Row("FrontKernelSize", -1, s_rnn with { FrontKernelSize = -1 }, FrontKernel),
        Row("FrontKernelSize", 2, s_rnn with { FrontKernelSize = 2 }, FrontKernel),
        Row("FrontKernelSize", 257, s_rnn with { FrontKernelSize = 257 }, FrontKernel),
        Row("EmbeddingDimension", 0, s_rnn with { EmbeddingDimension = 0 }, "from 1 to 4096"),
        Row("EmbeddingDimension", 4097, s_rnn with { EmbeddingDimension = 4097 }, "from 1 to 4096"),
        Row("PretrainedEmbeddings", "", s_rnn with { PretrainedEmbeddings = "" }, "a path, or null for none"),
        Row("EmbeddingDropout", 1, s_rnn with { EmbeddingDropout = 1 }, Fraction),
        Row("EmbeddingDropout", "NaN", s_rnn with { EmbeddingDropout = double.NaN }, Fraction),
        Row("HeadCount", 0, s_rnn with { HeadCount = 0 }, "from 1 to 64"),
        Row("HeadCount", 65, s_rnn with { HeadCount = 65 }, "from 1 to 64"),
    ];

    [TestMethod]
    [DynamicData(nameof(Accepted))]
    public void Check_AtTheEndsOfARange_Passes(DeepTrainerOptions options) => options.Check();

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public void Check_OfAnInvalidValue_NamesTheOptionTheRangeAndTheValue(string option, object? value, DeepTrainerOptions options, string expectation)
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(options.Check);
        string shown = value is null ? "" : FormattableString.Invariant($"{Environment.NewLine}Actual value was {value}.");
        Assert.AreEqual($"{option} must be {expectation}. (Parameter '{option}'){shown}", error.Message);
    }

    [TestMethod]
    public void HiddenLayers_NamedOneByOne_TakePrecedence()
    {
        Assert.AreSequenceEqual([7, 7, 7], (s_options with { HiddenLayerCount = 3, HiddenLayerSize = 7 }).EffectiveHiddenLayerSizes());
        Assert.AreSequenceEqual([5], (s_options with { HiddenLayerCount = 3, HiddenLayerSize = 7, HiddenLayerSizes = [5] }).EffectiveHiddenLayerSizes());
        Assert.IsEmpty((s_options with { HiddenLayerSizes = [] }).EffectiveHiddenLayerSizes());
        Assert.IsEmpty((s_options with { HiddenLayerCount = 0 }).EffectiveHiddenLayerSizes());
    }

    private static object[] Row(string option, object? value, DeepTrainerOptions options, string expectation) => [option, value!, options, expectation];
}

namespace MLNetDeep.Tests;

/// <summary>Each option at the ends of its valid range, and beyond.</summary>
[TestClass]
public sealed class OptionsCheckTests
{
    private const string AtLeastZero = "finite and at least 0";
    private const string Fraction = "in [0, 1)";
    private const string Shape = "channels, height and width, or channels and steps, all positive; or null for the dimensions of the feature column";
    private const string Kernel = "odd and from 1 to 255, or null for what suits the backbone";

    private static readonly MlpOptions s_options = new();
    private static readonly CnnOptions s_cnn = new();

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

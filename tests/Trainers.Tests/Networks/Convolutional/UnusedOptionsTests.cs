using System.Reflection;
using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Each option changes the network or its batches, whatever the backbone and the rows, or is refused: none is set in vain.</summary>
[TestClass]
public sealed class UnusedOptionsTests
{
    private const string ForImages = " for signals (channels and steps); it is for images";
    private const string ForSignals = " for images (channels, height and width); it is for signals";

    private static readonly CnnOptions s_small = new() { Channels = 4, Seed = 1 };
    private static readonly ImageShape s_image = new(new ImageMap(3, 12, 12), IsSignal: false, IsInterleaved: false);
    private static readonly ImageShape s_signal = new(new ImageMap(3, 1, 40), IsSignal: true, IsInterleaved: false);

    /// <summary>A value for each option of convolutional networks that differs from what it is by default.</summary>
    private static readonly (string Name, CnnOptions Options)[] s_set =
    [
        ("StageCount", s_small with { StageCount = 3 }),
        ("BlocksPerStage", s_small with { BlocksPerStage = 4 }),
        ("Channels", s_small with { Channels = 6 }),
        ("KernelSize", s_small with { KernelSize = 5 }),
        ("Activation", s_small with { Activation = Activation.Tanh }),
        ("HorizontalFlip", s_small with { HorizontalFlip = true }),
        ("VerticalFlip", s_small with { VerticalFlip = true }),
        ("CropPadding", s_small with { CropPadding = 2 }),
        ("RotationDegrees", s_small with { RotationDegrees = 20 }),
        ("Zoom", s_small with { Zoom = 0.2 }),
        ("Brightness", s_small with { Brightness = 0.5 }),
        ("Contrast", s_small with { Contrast = 0.5 }),
        ("Cutout", s_small with { Cutout = 0.5 }),
        ("Mixup", s_small with { Mixup = 1 }),
        ("CutMix", s_small with { CutMix = 1 }),
        ("Jitter", s_small with { Jitter = 0.5 }),
        ("MagnitudeScaling", s_small with { MagnitudeScaling = 0.5 }),
        ("TimeWarp", s_small with { TimeWarp = 0.5 }),
        ("WindowSlice", s_small with { WindowSlice = 0.5 }),
        ("TestTimeAugmentation", s_small with { TestTimeAugmentation = true }),
    ];

    /// <summary>Options of the shape, which <see cref="ImageShapeTests"/> sets, and the backbone, which is a dimension of the table.</summary>
    private static readonly string[] s_elsewhere = ["InputShape", "IsInterleaved", "Backbone"];

    public static IEnumerable<object[]> Rows =>
        from backbone in Enum.GetValues<CnnBackbone>()
        from isSignal in (bool[])[false, true]
        from row in s_set
        select new object[] { row.Name, backbone, isSignal };

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void Option_ChangesTheNetworkOrIsRefused(string name, CnnBackbone backbone, bool isSignal)
    {
        CnnOptions options = s_set.Single(row => row.Name == name).Options with { Backbone = backbone };
        ImageShape shape = isSignal ? s_signal : s_image;
        if (Refusal(name, backbone, isSignal) is not string expected)
        {
            UnusedOptions.Refuse(options, isSignal);
            Assert.AreNotEqual(Outputs(s_small with { Backbone = backbone }, shape), Outputs(options, shape));
            return;
        }

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => UnusedOptions.Refuse(options, isSignal));

        object? value = typeof(CnnOptions).GetProperty(name)!.GetValue(options);
        Assert.AreEqual(new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.").Message, error.Message);
        if (expected == FixedBy(Meant(backbone, isSignal)))
        {
            Assert.AreEqual(Outputs(s_small with { Backbone = backbone }, shape), Outputs(options, shape));
        }
    }

    [TestMethod]
    public void Options_AllHaveARowHere() => CollectionAssert.AreEquivalent(
        typeof(CnnOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(property => property.Name).Except(s_elsewhere).ToArray(),
        s_set.Select(row => row.Name).ToArray());

    [TestMethod]
    [DataRow(false, "KernelSize must be null for the backbone ResNet18, which keeps to its paper.")]
    [DataRow(true, "Zoom must be 0 for signals (channels and steps); it is for images.")]
    public void Fit_WithAnOptionInVain_IsRefused(bool isSignal, string message)
    {
        MLContext ml = new(seed: 1);
        IDataView data = isSignal ? ToyData.Binary(ml, rows: 20) : ImageData.View(ml, ImageData.Rows(20), 3, 8, 8);
        CnnOptions options = isSignal ? new() { Zoom = 0.1 } : new() { Backbone = CnnBackbone.ResNet18, KernelSize = 5 };

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ml.BinaryClassification.Trainers.Cnn(options).Fit(data));

        Assert.StartsWith(message, error.Message);
    }

    /// <summary>What an option must be, where it would change nothing.</summary>
    private static string? Refusal(string name, CnnBackbone backbone, bool isSignal) => (name, Meant(backbone, isSignal)) switch
    {
        ("StageCount", not (CnnBackbone.Plain or CnnBackbone.Separable) and var meant) => FixedBy(meant),
        ("BlocksPerStage", CnnBackbone.FullyConvolutional or CnnBackbone.SignalResNet) => FixedBy(backbone),
        ("KernelSize", CnnBackbone.SmallResNet or CnnBackbone.ResNet18) => FixedBy(backbone),
        ("VerticalFlip" or "TestTimeAugmentation", _) when isSignal => "false" + ForImages,
        ("RotationDegrees" or "Zoom", _) when isSignal => "0" + ForImages,
        ("TimeWarp", _) when !isSignal => "0" + ForSignals,
        ("WindowSlice", _) when !isSignal => "1" + ForSignals,
        _ => null,
    };

    private static CnnBackbone Meant(CnnBackbone backbone, bool isSignal) => backbone switch
    {
        CnnBackbone.Automatic => isSignal ? CnnBackbone.InceptionTime : CnnBackbone.Plain,
        _ => backbone,
    };

    private static string FixedBy(CnnBackbone backbone) => $"null for the backbone {backbone}, which keeps to its paper";

    /// <summary>What a network of always the same random numbers makes of one batch, in training and when scoring.</summary>
    private static string Outputs(CnnOptions options, ImageShape shape)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using FitRandom random = new(1, CPU), ofImages = new(2, CPU);
        Tensor images = Maps.Random(shape.Map, rows: 6, ofImages);
        LayerStack network = new(Cnn.Layers(options with { Dropout = 0 }, shape, outputCount: 2, random));
        Tensor scores = network.Forward(images, training: false);
        Tensor batch = BatchMix.Of(options, random)?.Mix(images).Features ?? images;
        return string.Join(' ', OnnxRun.Values(cat([scores, network.Forward(batch, training: true)])));
    }
}

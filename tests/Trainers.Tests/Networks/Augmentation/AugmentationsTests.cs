using MLNetDeep.Networks;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Which changes of rows follow from the options and the kind of rows.</summary>
[TestClass]
public sealed class AugmentationsTests
{
    [TestMethod]
    [DataRow(3, 32, 32, "RandomPlacement", DisplayName = "Large images are mirrored and moved")]
    [DataRow(3, 32, 23, "", DisplayName = "Small ones are not")]
    [DataRow(3, 1, 100, "", DisplayName = "Signals are not")]
    public void Of_TheDefaultOptions_SuitsTheSize(int channels, int height, int width, string expected) =>
        Assert.AreEqual(expected, Chosen(new CnnOptions(), channels, height, width));

    [TestMethod]
    public void Of_EachOption_IsTheAugmentationThatDoesIt()
    {
        foreach ((CnnOptions options, string augmentation) in new (CnnOptions, string)[]
        {
            (new() { HorizontalFlip = true }, "RandomPlacement"),
            (new() { VerticalFlip = true }, "RandomPlacement"),
            (new() { CropPadding = 1 }, "RandomPlacement"),
            (new() { RotationDegrees = 1 }, "RandomTurn"),
            (new() { Zoom = 0.1 }, "RandomTurn"),
            (new() { Brightness = 0.1 }, "RandomTone"),
            (new() { Contrast = 0.1 }, "RandomTone"),
            (new() { Jitter = 0.1 }, "RandomAmplitude"),
            (new() { MagnitudeScaling = 0.1 }, "RandomAmplitude"),
            (new() { Cutout = 0.1 }, "Cutout"),
        })
        {
            Assert.AreEqual(augmentation, Chosen(options, 3, 12, 12));
        }
        Assert.AreEqual("", Chosen(new CnnOptions { HorizontalFlip = false, CropPadding = 0 }, 3, 32, 32));
    }

    [TestMethod]
    public void Of_Signals_TakesWhatIsInTime()
    {
        Assert.AreEqual("RandomTime", Chosen(new CnnOptions { WindowSlice = 0.9 }, 3, 1, 100));
        Assert.AreEqual("RandomTime", Chosen(new CnnOptions { TimeWarp = 0.1 }, 3, 1, 100));
        Assert.AreEqual("RandomPlacement", Chosen(new CnnOptions { CropPadding = 3 }, 3, 1, 100));
        Assert.AreEqual("RandomPlacement", Chosen(new CnnOptions { HorizontalFlip = true }, 3, 1, 100));
    }

    private static string Chosen(CnnOptions options, int channels, int height, int width)
    {
        using FitRandom random = new(1, CPU);
        ImageShape shape = new(new ImageMap(channels, height, width), IsSignal: height == 1, IsInterleaved: true);
        return string.Join(' ', Augmentations.Of(options, shape, random).Select(augmentation => augmentation.GetType().Name));
    }
}

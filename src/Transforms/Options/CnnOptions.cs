using Microsoft.ML.SearchSpace;

namespace MLNetDeep;

/// <summary>The options of convolutional networks, for images and for signals of one or more channels.</summary>
/// <remarks>
/// Pixels need no normalization: the network learns each channel's mean and standard deviation from the training rows, replaces missing
/// values by the mean, and carries that inside the saved graph. No option is set in vain: <c>Fit</c> refuses one that the backbone, or the kind
/// of rows, would not follow.
/// </remarks>
public sealed record CnnOptions : DeepTrainerOptions
{
    /// <summary>The shape of an input: channels, height and width of an image, or channels and steps of a signal.</summary>
    /// <value>Positive numbers. The default is <see langword="null"/>: the dimensions of the feature column's type, as <c>ExtractPixels</c> sets them.</value>
    /// <remarks>Flat vectors need it. A column whose dimensions contradict it is refused, as is one to score or to validate on; dimensions of 1 contradict nothing.</remarks>
    public IReadOnlyList<int>? InputShape { get; init; }

    /// <summary>Whether the numbers of all channels of a pixel or step stand side by side, as by <c>ExtractPixels(interleavePixelColors: true)</c>; otherwise channel follows channel.</summary>
    /// <value>The default is <see langword="null"/>: so if the feature column's type has the dimensions of <see cref="InputShape"/> with the channels last or, without one, three dimensions of which the last is at most 4 and the first is more.</value>
    public bool? IsInterleaved { get; init; }

    /// <summary>What looks at the image or signal, before the means of the channels are taken and a dense layer answers.</summary>
    /// <value>The default is <see cref="CnnBackbone.Automatic"/>.</value>
    [Choice(
        [nameof(CnnBackbone.Automatic), nameof(CnnBackbone.Plain), nameof(CnnBackbone.SmallResNet), nameof(CnnBackbone.ResNet18), nameof(CnnBackbone.Separable), nameof(CnnBackbone.FullyConvolutional), nameof(CnnBackbone.SignalResNet), nameof(CnnBackbone.InceptionTime)],
        nameof(CnnBackbone.Automatic))]
    public CnnBackbone Backbone { get; init; }

    /// <summary>The number of stages of <see cref="CnnBackbone.Plain"/> and <see cref="CnnBackbone.Separable"/>, each at half the size of the one before.</summary>
    /// <value>1 to 8. The default is <see langword="null"/>: as many as bring the map to about 4 pixels or steps, at most 5. The other backbones refuse it.</value>
    public int? StageCount { get; init; }

    /// <summary>The blocks of each stage; in <see cref="CnnBackbone.InceptionTime"/>, modules.</summary>
    /// <value>
    /// 1 to 32. The default is <see langword="null"/>: 1, or 2 for images and signals of less than 24 pixels or steps; 2 in <see cref="CnnBackbone.ResNet18"/>, 3 in <see cref="CnnBackbone.SmallResNet"/>, 6 modules.
    /// <see cref="CnnBackbone.FullyConvolutional"/> and <see cref="CnnBackbone.SignalResNet"/> refuse it.
    /// </value>
    public int? BlocksPerStage { get; init; }

    /// <summary>The channels of the first stage; those of later stages follow.</summary>
    /// <value>1 to 4096. The default is <see langword="null"/>: those of the paper; 32 for <see cref="CnnBackbone.Plain"/> and <see cref="CnnBackbone.Separable"/>.</value>
    public int? Channels { get; init; }

    /// <summary>The width of the kernels, in pixels or steps; the widest where there are several: that of the first layer of three, or the long one of a module.</summary>
    /// <value>
    /// Odd, 1 to 255. The default is <see langword="null"/>: 3 for <see cref="CnnBackbone.Plain"/> and <see cref="CnnBackbone.Separable"/>, 7 for
    /// <see cref="CnnBackbone.FullyConvolutional"/> and <see cref="CnnBackbone.SignalResNet"/>, 39 for <see cref="CnnBackbone.InceptionTime"/>.
    /// <see cref="CnnBackbone.SmallResNet"/> and <see cref="CnnBackbone.ResNet18"/> refuse it.
    /// </value>
    /// <remarks>A kernel is cut to what can meet a value in an axis: twice the size less one.</remarks>
    public int? KernelSize { get; init; }

    /// <summary>The activation behind each convolution.</summary>
    /// <value>The default is <see cref="Activation.Relu"/>.</value>
    [Choice([nameof(Activation.Relu), nameof(Activation.Gelu), nameof(Activation.Silu), nameof(Activation.Selu), nameof(Activation.Mish), nameof(Activation.Tanh)], nameof(Activation.Relu))]
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Whether left and right are exchanged in half of the images of each batch; of signals, whether time runs backwards.</summary>
    /// <value>The default is <see langword="null"/>: for images of at least 24 pixels in each direction, never for signals. Switch it off where the sides matter, as in text.</value>
    public bool? HorizontalFlip { get; init; }

    /// <summary>Whether top and bottom are exchanged in half of the images of each batch.</summary>
    /// <value>The default is <see langword="false"/>. Signals refuse it.</value>
    public bool VerticalFlip { get; init; }

    /// <summary>The most pixels or steps that an image or a signal is moved in each direction, as cropping from a padded one does.</summary>
    /// <value>0 to 4096. The default is <see langword="null"/>: an eighth of the size for images of at least 24 pixels in each direction, else 0.</value>
    public int? CropPadding { get; init; }

    /// <summary>The largest angle that an image is turned by, to either side.</summary>
    /// <value>0 to 180. The default is 0. Signals refuse it.</value>
    public double RotationDegrees { get; init; }

    /// <summary>The largest change of an image's size, as a share of it, to either side.</summary>
    /// <value>In [0, 1). The default is 0. Signals refuse it.</value>
    public double Zoom { get; init; }

    /// <summary>The most that is added to or taken from all of an image or signal, in standard deviations of a channel.</summary>
    /// <value>At least 0. The default is 0.</value>
    public double Brightness { get; init; }

    /// <summary>The largest change of the factor that all of an image or signal is multiplied by, around 1.</summary>
    /// <value>In [0, 1). The default is 0.</value>
    public double Contrast { get; init; }

    /// <summary>The width of a square that covers a part of each image or signal, as a share of its width.</summary>
    /// <value>In [0, 1). The default is 0. A single pixel is not covered.</value>
    /// <remarks>DeVries and Taylor 2017, arXiv 1708.04552.</remarks>
    [Range(0.0, 0.5, 0.0)]
    public double Cutout { get; init; }

    /// <summary>Adds up pairs of rows and their losses: α of the Beta distribution of their shares.</summary>
    /// <value>In [0, 1]. The default is 0: never.</value>
    /// <remarks>Zhang et al. 2018, arXiv 1710.09412.</remarks>
    [Range(0.0, 1.0, 0.0)]
    public double Mixup { get; init; }

    /// <summary>Pastes a part of one row into another and mixes their losses: α of the Beta distribution of the part.</summary>
    /// <value>In [0, 1]. The default is 0: never.</value>
    /// <remarks>Yun et al. 2019, arXiv 1905.04899.</remarks>
    [Range(0.0, 1.0, 0.0)]
    public double CutMix { get; init; }

    /// <summary>The standard deviation of noise on each pixel or step, in those of a channel.</summary>
    /// <value>At least 0. The default is 0.</value>
    public double Jitter { get; init; }

    /// <summary>The standard deviation of the factor that each channel of an image or signal is multiplied by, around 1.</summary>
    /// <value>At least 0. The default is 0.</value>
    public double MagnitudeScaling { get; init; }

    /// <summary>The standard deviation of the logarithm of the speed at which time passes, which changes over a signal.</summary>
    /// <value>0 to 1. The default is 0. Images refuse it.</value>
    public double TimeWarp { get; init; }

    /// <summary>The share of a signal that a random window has, which is stretched to the whole length.</summary>
    /// <value>In (0, 1]. The default is 1: the whole signal. Images refuse another.</value>
    public double WindowSlice { get; init; } = 1;

    /// <summary>Whether the scores of an image are the mean of its own and those of its mirror image. Scoring then takes twice the time.</summary>
    /// <value>The default is <see langword="false"/>. Signals refuse it.</value>
    public bool TestTimeAugmentation { get; init; }

    internal override void Check()
    {
        base.Check();
        Require.That(
            InputShape is null || (InputShape.Count is 2 or 3 && InputShape.All(size => size > 0)),
            nameof(InputShape), InputShape is null ? null : $"[{string.Join(", ", InputShape)}]", "channels, height and width, or channels and steps, all positive; or null for the dimensions of the feature column");
        Require.Defined(nameof(Backbone), Backbone);
        Require.That(StageCount is null or (>= 1 and <= 8), nameof(StageCount), StageCount, "from 1 to 8, or null for as many as suit the size");
        Require.That(BlocksPerStage is null or (>= 1 and <= 32), nameof(BlocksPerStage), BlocksPerStage, "from 1 to 32, or null for as many as suit the backbone");
        Require.That(Channels is null or (>= 1 and <= 4096), nameof(Channels), Channels, "from 1 to 4096, or null for as many as suit the backbone");
        Require.That(KernelSize is null || (KernelSize is >= 1 and <= 255 && KernelSize % 2 == 1), nameof(KernelSize), KernelSize, "odd and from 1 to 255, or null for what suits the backbone");
        Require.Defined(nameof(Activation), Activation);
        Require.That(CropPadding is null or (>= 0 and <= 4096), nameof(CropPadding), CropPadding, "from 0 to 4096, or null for what suits the size");
        Require.That(RotationDegrees is >= 0 and <= 180, nameof(RotationDegrees), RotationDegrees, "from 0 to 180");
        Require.Fraction(nameof(Zoom), Zoom);
        Require.AtLeast(nameof(Brightness), Brightness, 0);
        Require.Fraction(nameof(Contrast), Contrast);
        Require.Fraction(nameof(Cutout), Cutout);
        Require.That(Mixup is >= 0 and <= 1, nameof(Mixup), Mixup, "from 0 to 1");
        Require.That(CutMix is >= 0 and <= 1, nameof(CutMix), CutMix, "from 0 to 1");
        Require.AtLeast(nameof(Jitter), Jitter, 0);
        Require.AtLeast(nameof(MagnitudeScaling), MagnitudeScaling, 0);
        Require.That(TimeWarp is >= 0 and <= 1, nameof(TimeWarp), TimeWarp, "from 0 to 1");
        Require.That(WindowSlice is > 0 and <= 1, nameof(WindowSlice), WindowSlice, "above 0 and at most 1");
    }
}

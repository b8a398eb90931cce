namespace MLNetDeep.Networks;

/// <summary>The random changes of training rows that the options ask for, in their order.</summary>
internal static class Augmentations
{
    private const int LargeImage = 24; // pixels, from which a few moved ones and a mirror image say the same
    private const int Eighth = 8;

    internal static IEnumerable<IAugmentation> Of(CnnOptions options, ImageShape shape, FitRandom random)
    {
        (int _, int height, int width) = shape.Map;
        bool isLarge = !shape.IsSignal && Math.Min(height, width) >= LargeImage;
        bool mirrors = options.HorizontalFlip ?? isLarge;
        int distance = options.CropPadding ?? (isLarge ? Math.Max(height, width) / Eighth : 0);
        if (mirrors || options.VerticalFlip || distance > 0)
        {
            yield return new RandomPlacement(mirrors, options.VerticalFlip, distance, random);
        }
        if (options.RotationDegrees > 0 || options.Zoom > 0)
        {
            yield return new RandomTurn(options.RotationDegrees, options.Zoom, random);
        }
        if (options.WindowSlice < 1 || options.TimeWarp > 0)
        {
            yield return new RandomTime(options.WindowSlice, options.TimeWarp, random);
        }
        if (options.Brightness > 0 || options.Contrast > 0)
        {
            yield return new RandomTone(options.Brightness, options.Contrast, random);
        }
        if (options.Jitter > 0 || options.MagnitudeScaling > 0)
        {
            yield return new RandomAmplitude(options.Jitter, options.MagnitudeScaling, random);
        }
        if (options.Cutout > 0)
        {
            yield return new Cutout(options.Cutout, random);
        }
    }
}

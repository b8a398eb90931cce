namespace MLNetDeep.Networks;

/// <summary>Refuses options that would change nothing: those that a backbone's paper fixes, and those for rows of the other kind.</summary>
internal static class UnusedOptions
{
    /// <exception cref="ArgumentOutOfRangeException">An option is set that neither the network nor its training would follow.</exception>
    internal static void Refuse(CnnOptions options, bool isSignal)
    {
        RefuseForBackbone(options, Cnn.BackboneOf(options, isSignal));
        if (isSignal)
        {
            RefuseForSignals(options);
        }
        else
        {
            RefuseForImages(options);
        }
    }

    private static void RefuseForBackbone(CnnOptions options, CnnBackbone backbone)
    {
        void RequireNull(bool isFixed, string option, int? value) =>
            Require.That(!isFixed || value is null, option, value, $"null for the backbone {backbone}, which keeps to its paper");
        RequireNull(backbone is not (CnnBackbone.Plain or CnnBackbone.Separable), nameof(options.StageCount), options.StageCount);
        RequireNull(backbone is CnnBackbone.FullyConvolutional or CnnBackbone.SignalResNet, nameof(options.BlocksPerStage), options.BlocksPerStage);
        RequireNull(backbone is CnnBackbone.SmallResNet or CnnBackbone.ResNet18, nameof(options.KernelSize), options.KernelSize);
    }

    private static void RefuseForSignals(CnnOptions options)
    {
        static void RequireUnset(bool isUnset, string option, object value, string unset) =>
            Require.That(isUnset, option, value, $"{unset} for signals (channels and steps); it is for images");
        RequireUnset(!options.VerticalFlip, nameof(options.VerticalFlip), options.VerticalFlip, "false");
        RequireUnset(options.RotationDegrees == 0, nameof(options.RotationDegrees), options.RotationDegrees, "0");
        RequireUnset(options.Zoom == 0, nameof(options.Zoom), options.Zoom, "0");
        RequireUnset(!options.TestTimeAugmentation, nameof(options.TestTimeAugmentation), options.TestTimeAugmentation, "false");
    }

    private static void RefuseForImages(CnnOptions options)
    {
        static void RequireUnset(bool isUnset, string option, object value, string unset) =>
            Require.That(isUnset, option, value, $"{unset} for images (channels, height and width); it is for signals");
        RequireUnset(options.TimeWarp == 0, nameof(options.TimeWarp), options.TimeWarp, "0");
        RequireUnset(options.WindowSlice == 1, nameof(options.WindowSlice), options.WindowSlice, "1");
    }
}

namespace MLNetDeep.Networks;

/// <summary>The two networks of Wang et al. 2017 (arXiv 1611.06455) for signals. Their kernels of 8 steps are of 7 here, which have a middle.</summary>
internal static class SignalNetworks
{
    private static readonly int[] s_kernelSizes = [7, 5, 3];

    /// <summary>Three convolutions of 128, 256 and 128 channels.</summary>
    internal static void FullyConvolutional(MapLayers network, CnnOptions options)
    {
        int channels = options.Channels ?? 128;
        int[] sizes = [channels, 2 * channels, channels];
        for (int layer = 0; layer < sizes.Length; layer++)
        {
            network.Convolve($"layers.{layer}.conv", $"layers.{layer}.norm", sizes[layer], KernelSize(options, layer)).Activate();
        }
    }

    /// <summary>Three residual blocks of 64, 128 and 128 channels.</summary>
    internal static void ResNet(MapLayers network, CnnOptions options)
    {
        int channels = options.Channels ?? 64;
        int[] sizes = [channels, 2 * channels, 2 * channels];
        for (int block = 0; block < sizes.Length; block++)
        {
            AddBlock(network, $"blocks.{block}", sizes[block], options);
        }
    }

    private static void AddBlock(MapLayers network, string name, int channels, CnnOptions options)
    {
        MapLayers main = network.Part();
        for (int layer = 0; layer < s_kernelSizes.Length; layer++)
        {
            main.Convolve($"{name}.{layer}.conv", $"{name}.{layer}.norm", channels, KernelSize(options, layer));
            if (layer < s_kernelSizes.Length - 1)
            {
                main.Activate();
            }
        }
        MapLayers shortcut = network.Part();
        if (main.Map != network.Map)
        {
            shortcut.Convolve($"{name}.shortcut.conv", $"{name}.shortcut.norm", channels, kernelSize: 1);
        }
        network.Residual(main, shortcut).Activate();
    }

    /// <summary>The paper's, or in proportion to what the options say the first is.</summary>
    private static int KernelSize(CnnOptions options, int layer) =>
        options.KernelSize is int first ? Math.Max(1, first * s_kernelSizes[layer] / s_kernelSizes[0] / 2 * 2 + 1) : s_kernelSizes[layer];
}

namespace MLNetDeep.Networks;

/// <summary>Residual networks of basic blocks, with the names of torchvision's (He et al. 2016, arXiv 1512.03385).</summary>
internal static class ResNet
{
    private const int KernelSize = 3;

    /// <summary>For small images: three stages at full, half and quarter size.</summary>
    internal static void Small(MapLayers network, CnnOptions options)
    {
        const int Channels = 16, Blocks = 3, Stages = 3;
        int channels = options.Channels ?? Channels;
        network.Convolve("conv1", "bn1", channels, KernelSize).Activate();
        AddStages(network, Stages, options.BlocksPerStage ?? Blocks, channels);
    }

    /// <summary>For larger images: a stem that leaves a quarter of the size, and four stages.</summary>
    internal static void Large(MapLayers network, CnnOptions options)
    {
        const int Channels = 64, Blocks = 2, Stages = 4, StemKernelSize = 7;
        int channels = options.Channels ?? Channels;
        network.Convolve("conv1", "bn1", channels, StemKernelSize, stride: 2).Activate().Pool(3, 2);
        AddStages(network, Stages, options.BlocksPerStage ?? Blocks, channels);
    }

    private static void AddStages(MapLayers network, int stages, int blocks, int channels)
    {
        for (int stage = 0; stage < stages; stage++)
        {
            for (int block = 0; block < blocks; block++)
            {
                AddBlock(network, $"layer{stage + 1}.{block}", channels << stage, stride: stage > 0 && block == 0 ? 2 : 1);
            }
        }
    }

    private static void AddBlock(MapLayers network, string name, int channels, int stride)
    {
        MapLayers main = network.Part();
        main.Convolve($"{name}.conv1", $"{name}.bn1", channels, KernelSize, stride).Activate();
        main.Convolve($"{name}.conv2", $"{name}.bn2", channels, KernelSize);
        MapLayers shortcut = network.Part();
        if (main.Map != network.Map)
        {
            shortcut.Convolve($"{name}.downsample.0", $"{name}.downsample.1", channels, kernelSize: 1, stride);
        }
        network.Residual(main, shortcut).Activate();
    }
}

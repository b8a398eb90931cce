namespace MLNetDeep.Networks;

/// <summary>Stages of convolutions, at each end of which the map is pooled to half its size (<see cref="CnnBackbone.Plain"/>), or of separable ones.</summary>
internal static class StagedNetworks
{
    private const int Channels = 32, KernelSize = 3;
    private const int SmallMap = 24; // pixels or steps, below which the few stages get two blocks each
    private const int MostStages = 5, SmallestMap = 4; // pixels or steps
    private const int MostChannels = 512;

    internal static void Plain(MapLayers network, CnnOptions options) => Build(network, options, PlainBlock);

    internal static void Separable(MapLayers network, CnnOptions options) => Build(network, options, SeparableBlock);

    private static void Build(MapLayers network, CnnOptions options, Action<MapLayers, string, int, int> block)
    {
        int channels = options.Channels ?? Channels, blocks = options.BlocksPerStage ?? BlocksFor(network.Map), kernelSize = options.KernelSize ?? KernelSize;
        int stages = options.StageCount ?? StagesFor(network.Map);
        for (int stage = 0; stage < stages; stage++)
        {
            for (int index = 0; index < blocks; index++)
            {
                block(network, $"stages.{stage}.{index}", channels, kernelSize);
                bool endsStage = index == blocks - 1 && stage < stages - 1;
                _ = endsStage ? network.ActivateAndHalve() : network.Activate();
            }
            channels = Math.Max(channels, Math.Min(2 * channels, MostChannels));
        }
    }

    private static void PlainBlock(MapLayers network, string name, int channels, int kernelSize) =>
        network.Convolve($"{name}.conv", $"{name}.norm", channels, kernelSize);

    private static void SeparableBlock(MapLayers network, string name, int channels, int kernelSize)
    {
        if (network.Map.Channels < channels / 2) // the image itself: too few channels to look at each alone
        {
            PlainBlock(network, name, channels, kernelSize);
            return;
        }
        network.Convolve($"{name}.depthwise", $"{name}.depthwise_norm", network.Map.Channels, kernelSize, groups: network.Map.Channels).Activate();
        network.Convolve($"{name}.pointwise", $"{name}.norm", channels, kernelSize: 1);
    }

    private static int BlocksFor(ImageMap map) => Math.Max(map.Height, map.Width) < SmallMap ? 2 : 1;

    private static int StagesFor(ImageMap map)
    {
        int stages = 1;
        for (int size = Math.Max(map.Height, map.Width); size >= 2 * SmallestMap && stages < MostStages; size /= 2)
        {
            stages++;
        }
        return stages;
    }
}

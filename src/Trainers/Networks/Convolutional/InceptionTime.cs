namespace MLNetDeep.Networks;

/// <summary>Modules with kernels of three lengths and a pooling side by side; a shortcut leads around every three (Fawaz et al. 2020, arXiv 1909.04939).</summary>
internal static class InceptionTime
{
    private const int Channels = 32, Modules = 6, ModulesPerShortcut = 3;
    private const int KernelSize = 39; // the paper's 40 has no middle; the others are half and a quarter of it

    internal static void Build(MapLayers network, CnnOptions options)
    {
        int channels = options.Channels ?? Channels, modules = options.BlocksPerStage ?? Modules;
        for (int first = 0; first < modules; first += ModulesPerShortcut)
        {
            int count = Math.Min(ModulesPerShortcut, modules - first);
            MapLayers main = network.Part();
            for (int module = first; module < first + count; module++)
            {
                AddModule(main, $"modules.{module}", channels, options.KernelSize ?? KernelSize);
            }
            MapLayers shortcut = network.Part().Convolve($"shortcuts.{first / ModulesPerShortcut}.conv", $"shortcuts.{first / ModulesPerShortcut}.norm", main.Map.Channels, kernelSize: 1);
            network.Residual(main, shortcut).Activate();
        }
    }

    private static void AddModule(MapLayers network, string name, int channels, int kernelSize)
    {
        MapLayers pooled = network.Part().Pool(3, 1).Bare($"{name}.pooled", channels, kernelSize: 1);
        MapLayers Wide(MapLayers narrow, string part, int size) => narrow.Part().Bare($"{name}.{part}", channels, size | 1);
        MapLayers wide = network.Part();
        if (network.Map.Channels > 1)
        {
            wide.Bare($"{name}.bottleneck", channels, kernelSize: 1);
        }
        wide.Branch(Wide(wide, "long", kernelSize), Wide(wide, "middle", kernelSize / 2), Wide(wide, "short", kernelSize / 4));
        network.Branch(wide, pooled).Normalize($"{name}.norm").Activate();
    }
}

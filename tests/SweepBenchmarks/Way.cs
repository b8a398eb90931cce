namespace MLNetDeep.SweepBenchmarks;

/// <summary>A way to search.</summary>
/// <param name="Name">As the results have it.</param>
/// <param name="Families">What competes.</param>
/// <param name="Sampler">How trials are chosen.</param>
/// <param name="Prune">Whether losers end early.</param>
internal sealed record Way(string Name, IReadOnlyList<string> Families, SweepSampler Sampler = SweepSampler.Tpe, bool Prune = true)
{
    public static Way Random { get; } = new("`Mlp`, random, all to the end", ["mlp"], SweepSampler.Random, Prune: false);

    public static Way Network { get; } = new("`Mlp`, TPE and ASHA", ["mlp"]);

    public static Way Together { get; } = new("all families", Sweeping.Families.All);

    /// <summary>In the order in which they are run and shown.</summary>
    public static IReadOnlyList<Way> All { get; } =
        [Random, Network, new("LightGBM", ["lightgbm"]), new("FastTree", ["fasttree"]), new("linear", ["linear"]), Together];
}

namespace MLNetDeep;

/// <summary>Random numbers that follow from a seed and a place alone (SplitMix64: Steele et al. 2014, OOPSLA), so that a sweep that is continued draws what it would have drawn.</summary>
internal sealed class SweepRandom(long seed, long place)
{
    private ulong _state = Mix((ulong)seed) ^ Mix((ulong)place + 0x9E3779B97F4A7C15);

    internal ulong NextBits() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>In [0, 1).</summary>
    internal double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to one less than <paramref name="count"/>.</summary>
    internal int Next(int count) => (int)(NextDouble() * count);

    /// <summary>Of the standard normal distribution (Box and Muller 1958).</summary>
    internal double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}

using System.Globalization;

namespace MLNetDeep.Benchmarks;

/// <summary>The CPU time that was not ours.</summary>
internal static class OtherProcesses
{
    private const double TicksPerSecond = 100; // USER_HZ, on every Linux that .NET runs on

    /// <summary>The CPU time that other processes, and other virtual machines, have used since the system started, in seconds; 0 where the system does not tell.</summary>
    internal static double CpuSeconds() =>
        OperatingSystem.IsLinux() ? CpuSeconds(File.ReadLines("/proc/stat").First(), File.ReadAllText("/proc/self/stat")) : 0;

    /// <param name="all">The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal, and the guests that user and nice contain.</param>
    /// <param name="own">/proc/self/stat, where utime, stime, cutime and cstime are the fields 14 to 17; the second, the name, may contain spaces.</param>
    internal static double CpuSeconds(string all, string own)
    {
        long[] used = [.. all.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Ticks)];
        long[] ours = [.. own[(own.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(11).Take(4).Select(Ticks)];
        return (used[0] + used[1] + used[2] + used[5] + used[6] + used[7] - ours.Sum()) / TicksPerSecond;
    }

    private static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace MLNetDeep;

/// <summary>How much memory this process can still take.</summary>
internal static class FreeMemory
{
    private const string LinuxFile = "/proc/meminfo";

    /// <summary>What this process has not yet taken of the memory that .NET may use here (the machine's, or three quarters of a container's limit), and not more than the machine has free.</summary>
    internal static long Bytes()
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        long free = memory.TotalAvailableMemoryBytes - Environment.WorkingSet;
        long freeInMachine = File.Exists(LinuxFile)
            ? OfLinux(File.ReadLines(LinuxFile))
            : memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes; // at the last collection
        return Math.Max(2, Math.Min(free, freeInMachine));
    }

    /// <summary>The kernel's estimate of what programs can take without swapping; <see cref="long.MaxValue"/> where it has none.</summary>
    /// <param name="lines">Those of /proc/meminfo.</param>
    internal static long OfLinux(IEnumerable<string> lines)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return line is null ? long.MaxValue : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}

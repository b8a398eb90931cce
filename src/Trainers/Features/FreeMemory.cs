using System.Globalization;

namespace MLNetDeep;

/// <summary>How much memory this process can still take.</summary>
internal static class FreeMemory
{
    private const string LinuxFile = "/proc/meminfo";

    /// <summary>Half of it, in bytes.</summary>
    internal static long Half()
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        long freeInMachine = File.Exists(LinuxFile)
            ? OfLinux(File.ReadLines(LinuxFile))
            : memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes; // at the last collection
        return Half(memory.TotalAvailableMemoryBytes, Environment.WorkingSet, freeInMachine);
    }

    /// <summary>Half of what this process has not yet taken of the memory that .NET may use, but not of more than the machine has free; at least 1.</summary>
    /// <param name="total">The bytes that .NET may use: the machine's, or three quarters of a container's limit.</param>
    /// <param name="taken">Those of this process.</param>
    /// <param name="freeInMachine">Those that no process has.</param>
    internal static long Half(long total, long taken, long freeInMachine) => Math.Max(1, Math.Min(total - taken, freeInMachine) / 2);

    /// <summary>The kernel's estimate of what programs can take without swapping; <see cref="long.MaxValue"/> where it has none.</summary>
    /// <param name="lines">Those of /proc/meminfo.</param>
    internal static long OfLinux(IEnumerable<string> lines)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return line is null ? long.MaxValue : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}

using System.Runtime.InteropServices;

namespace MLNetDeep.Benchmarks.Tests;

/// <summary>What the machine must have for some tests.</summary>
internal static class TestPlatform
{
    internal static void RequireX64()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Assert.Inconclusive("ML.NET's tree trainers have native code for x64 only.");
        }
    }
}

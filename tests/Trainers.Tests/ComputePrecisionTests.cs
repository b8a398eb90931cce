using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ComputePrecisionTests
{
    [TestMethod]
    public void Of_BFloat16OnACpuWithoutIt_SaysWhatToDo()
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => ComputePrecision.Of(Precision.BFloat16, CPU, cpuHasBFloat16: false));

        Assert.AreEqual(
            "Precision BFloat16 needs a CPU with AVX512_BF16 or AMX_BF16 instructions, or a GPU: without, it is slower than Float32. Set Precision to Float32, or MLContext.GpuDeviceId.",
            error.Message);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void CpuHasBFloat16_WhereTheSystemSaysSo()
    {
        string[] flags = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))?.Split(' ') ?? [];

        Assert.AreEqual(flags.Contains("avx512_bf16") || flags.Contains("amx_bf16"), ComputePrecision.CpuHasBFloat16);
    }

    [TestMethod]
    public void Of_Float32_NeedsNothing() =>
        Assert.AreEqual(ScalarType.Float32, ComputePrecision.Of(Precision.Float32, CPU, cpuHasBFloat16: false));

    [TestMethod]
    public void Of_BFloat16OnAGpu_NeedsNothingOfTheCpu() =>
        Assert.AreEqual(ScalarType.BFloat16, ComputePrecision.Of(Precision.BFloat16, new Device("cuda:0"), cpuHasBFloat16: false));
}

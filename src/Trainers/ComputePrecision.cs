using System.Runtime.Intrinsics.X86;

namespace MLNetDeep;

/// <summary>What a network computes with in training.</summary>
internal static class ComputePrecision
{
    private static readonly Lazy<bool> s_cpuHasBFloat16 = new(FindBFloat16);

    internal static bool CpuHasBFloat16 => s_cpuHasBFloat16.Value;

    /// <summary>The type of LibTorch for a precision.</summary>
    /// <exception cref="InvalidOperationException">The device has no fast instructions for it.</exception>
    internal static ScalarType Of(Precision precision, Device device) => Of(precision, device, CpuHasBFloat16);

    internal static ScalarType Of(Precision precision, Device device, bool cpuHasBFloat16)
    {
        if (precision == Precision.Float32)
        {
            return ScalarType.Float32;
        }
        return device.type != DeviceType.CPU || cpuHasBFloat16
            ? ScalarType.BFloat16
            : throw new InvalidOperationException(
                "Precision BFloat16 needs a CPU with AVX512_BF16 or AMX_BF16 instructions, or a GPU: without, it is slower than Float32. Set Precision to Float32, or MLContext.GpuDeviceId.");
    }

    /// <summary>Intel's manual, volume 2, CPUID, leaf 7; LibTorch has no fast products of these numbers for other CPUs.</summary>
    private static bool FindBFloat16()
    {
        const int Features = 7, Avx512BFloat16 = 1 << 5, AmxBFloat16 = 1 << 22;
        return X86Base.IsSupported && Avx512F.IsSupported
            && ((X86Base.CpuId(Features, 1).Eax & Avx512BFloat16) != 0 || (X86Base.CpuId(Features, 0).Edx & AmxBFloat16) != 0);
    }
}

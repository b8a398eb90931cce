using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>Chooses where a fit computes, by ML.NET's convention.</summary>
internal static class ComputeDevice
{
    /// <summary>The CPU without a <c>GpuDeviceId</c>; otherwise that CUDA device, or with <c>FallbackToCpu</c> the CPU if it is absent.</summary>
    /// <exception cref="InvalidOperationException">The device is absent and the fallback is off.</exception>
    internal static Device Choose(IHostEnvironment environment, Action<string> warn)
    {
        if (environment is not IHostEnvironmentInternal { GpuDeviceId: int id } settings)
        {
            return CPU;
        }
        int present = cuda.is_available() ? cuda.device_count() : 0;
        if (id >= 0 && id < present)
        {
            return new Device(DeviceType.CUDA, id);
        }
        string found = $"GPU {id} (MLContext.GpuDeviceId) is not available: LibTorch sees {present} CUDA device{(present == 1 ? "" : "s")}.";
        if (!settings.FallbackToCpu)
        {
            throw new InvalidOperationException(present == 0
                ? $"{found} Set FallbackToCpu to true, or GpuDeviceId to null, or add the libtorch-cuda-12.8 package of this platform."
                : $"{found} Set GpuDeviceId to {(present == 1 ? "0" : $"0 to {present - 1}")}, or FallbackToCpu to true.");
        }
        warn($"{found} Training on the CPU (MLContext.FallbackToCpu).");
        return CPU;
    }
}

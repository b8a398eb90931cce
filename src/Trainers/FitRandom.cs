namespace MLNetDeep;

/// <summary>All random numbers of one fit, from one seed; nothing here touches LibTorch's process-wide generators.</summary>
internal sealed class FitRandom : IDisposable
{
    internal FitRandom(int seed, Device device)
    {
        Host = new Generator((ulong)(uint)seed, CPU);
        Device = device.type == DeviceType.CPU ? Host : new Generator((ulong)(uint)seed, device);
    }

    /// <summary>For what is drawn on the CPU whatever the device: initial weights, hold-out, row order.</summary>
    internal Generator Host { get; }

    /// <summary>For what is drawn where the network computes: dropout.</summary>
    internal Generator Device { get; }

    public void Dispose()
    {
        Host.Dispose();
        Device.Dispose();
    }
}

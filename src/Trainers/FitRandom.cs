using System.Runtime.InteropServices;

namespace MLNetDeep;

/// <summary>All random numbers of one fit, from one seed; nothing here touches LibTorch's process-wide generators.</summary>
internal sealed class FitRandom : IDisposable
{
    private const long MostAtOnce = 1 << 28; // numbers that a span can hold

    private readonly Device _device;
    private readonly Generator _generator; // of the device
    private readonly MaskGenerator _masks;

    internal FitRandom(int seed, Device device)
    {
        _device = device;
        Host = new Generator((ulong)(uint)seed, CPU);
        _generator = device.type == DeviceType.CPU ? Host : new Generator((ulong)(uint)seed, device);
        _masks = new MaskGenerator((uint)seed);
    }

    /// <summary>For what is drawn on the CPU whatever the device: initial weights, hold-out, row order.</summary>
    internal Generator Host { get; }

    /// <summary>Draws a mask for dropout on the device that computes: 0 with a probability, else 1 / (1 − probability).</summary>
    /// <param name="count">How many numbers.</param>
    /// <param name="probability">Of a zero, in (0, 1).</param>
    internal Tensor Mask(long count, double probability) => Mask(count, probability, MostAtOnce);

    /// <summary>Draws the same mask piece by piece on the CPU.</summary>
    /// <param name="count">How many numbers.</param>
    /// <param name="probability">Of a zero, in (0, 1).</param>
    /// <param name="mostAtOnce">How many numbers to a piece: a multiple of those that the generator draws at once.</param>
    internal Tensor Mask(long count, double probability, long mostAtOnce)
    {
        Tensor mask = empty(count, device: _device);
        if (_device.type != DeviceType.CPU)
        {
            using Scalar kept = 1 - probability;
            return mask.bernoulli_(1 - probability, _generator).div_(kept);
        }
        for (long first = 0; first < count; first += mostAtOnce)
        {
            using Tensor part = mask.narrow(0, first, Math.Min(mostAtOnce, count - first));
            _masks.Fill(MemoryMarshal.Cast<byte, float>(part.bytes), probability);
        }
        return mask;
    }

    public void Dispose()
    {
        Host.Dispose();
        _generator.Dispose();
    }
}

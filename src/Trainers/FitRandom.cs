using System.Runtime.InteropServices;

namespace MLNetDeep;

/// <summary>All random numbers of one fit, from one seed; nothing here touches LibTorch's process-wide generators.</summary>
internal sealed class FitRandom : IDisposable
{
    private const long MostAtOnce = 1 << 28; // numbers that a span can hold

    private readonly Generator _generator; // of the device
    private readonly MaskGenerator _masks;

    internal FitRandom(int seed, Device device)
    {
        Device = device;
        Host = new Generator((ulong)(uint)seed, CPU);
        _generator = device.type == DeviceType.CPU ? Host : new Generator((ulong)(uint)seed, device);
        _masks = new MaskGenerator((uint)seed);
    }

    /// <summary>The device that computes.</summary>
    internal Device Device { get; }

    /// <summary>For what is drawn on the CPU whatever the device: initial weights, hold-out, row order.</summary>
    internal Generator Host { get; }

    /// <summary>Where all generators are.</summary>
    internal IReadOnlyList<byte[]> SaveState()
    {
        using Tensor host = Host.get_state(), device = _generator.get_state();
        return [host.bytes.ToArray(), device.bytes.ToArray(), _masks.State];
    }

    /// <summary>Goes on from where <see cref="SaveState"/> was called.</summary>
    internal void RestoreState(IReadOnlyList<byte[]> state)
    {
        using Tensor host = tensor(state[0]), device = tensor(state[1]);
        Host.set_state(host);
        _generator.set_state(device);
        _masks.State = state[2];
    }

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
        Tensor mask = empty(count, device: Device);
        if (Device.type != DeviceType.CPU)
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

    /// <summary>Numbers from 0 to 1 on the device that computes.</summary>
    internal Tensor Uniform(params long[] shape) => Between(0, 1, shape);

    /// <summary>Numbers of a range, all alike likely, on the device that computes.</summary>
    internal Tensor Between(double from, double to, params long[] shape) => empty(shape, device: Device).uniform_(from, to, _generator);

    /// <summary>Numbers of the normal distribution around 0, on the device that computes.</summary>
    internal Tensor Normal(double deviation, params long[] shape) => empty(shape, device: Device).normal_(0, deviation, _generator);

    /// <summary>A number from 0 to 1.</summary>
    internal double Next()
    {
        using Tensor drawn = empty(1, ScalarType.Float64).uniform_(0, 1, Host);
        return drawn.item<double>();
    }

    /// <summary>A seed for numbers that are drawn elsewhere.</summary>
    internal long NextSeed() => (long)(Next() * (1L << 53)); // as exact as the number

    /// <summary>A number of the symmetric Beta distribution (Jöhnk 1964), by logarithms: powers of 1/α would all be 0 where α is small.</summary>
    /// <param name="alpha">In (0, 1].</param>
    internal double Beta(double alpha)
    {
        while (true)
        {
            double one = Math.Log(Next()), other = Math.Log(Next()), difference = (other - one) / alpha;
            double logOfSum = Math.Max(one, other) / alpha + Math.Log(1 + Math.Exp(-Math.Abs(difference)));
            if (logOfSum <= 0)
            {
                return 1 / (1 + Math.Exp(difference));
            }
        }
    }

    public void Dispose()
    {
        Host.Dispose();
        _generator.Dispose();
    }
}

using System.Runtime.InteropServices;
using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>All numbers that training has beside its data, between two epochs.</summary>
/// <param name="network">The weights.</param>
/// <param name="optimizers">What moves them.</param>
/// <param name="average">Their average, if there is one.</param>
/// <param name="best">The best so far.</param>
/// <param name="random">The random numbers.</param>
internal sealed class FitState(Network network, IReadOnlyList<IOptimizer> optimizers, AveragedWeights? average, BestWeights best, FitRandom random)
{
    internal IReadOnlyList<long> StepCounts => [.. optimizers.Select(optimizer => optimizer.StepCount), average?.StepCount ?? 0];

    private Tensor[] Tensors =>
    [
        network.Weights.Values, .. network.Tables.Select(table => table.Values), .. optimizers.SelectMany(optimizer => optimizer.State),
        .. average is null ? (Tensor[])[] : [average.State], .. best.State,
    ];

    /// <summary>Writes all parts, one after the other.</summary>
    internal void Write(Action<ReadOnlySpan<byte>> writePart)
    {
        foreach (Tensor numbers in Tensors)
        {
            using Tensor here = numbers.detach().cpu(), whole = here.contiguous();
            writePart(MemoryMarshal.AsBytes(whole.Elements<float>()));
        }
        foreach (byte[] state in random.SaveState())
        {
            writePart(state);
        }
    }

    /// <summary>Reads all parts in the same order.</summary>
    internal void Read(Action<Memory<byte>> readPart, IReadOnlyList<long> stepCounts)
    {
        using IDisposable noGradient = no_grad();
        foreach (Tensor numbers in Tensors)
        {
            byte[] bytes = new byte[numbers.numel() * sizeof(float)];
            readPart(bytes);
            using Tensor read = tensor(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), numbers.shape);
            numbers.copy_(read);
        }
        byte[][] states = [.. random.SaveState().Select(state => new byte[state.Length])];
        Array.ForEach(states, state => readPart(state));
        random.RestoreState(states);
        for (int index = 0; index < optimizers.Count; index++)
        {
            optimizers[index].StepCount = stepCounts[index];
        }
        if (average is not null)
        {
            average.StepCount = stepCounts[^1];
        }
    }
}

using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetDeep.Benchmarks;

/// <summary>What one writes with TorchSharp alone for series: its <see cref="LSTM"/> and, on the output of the last step, a linear layer.</summary>
internal sealed class HandWrittenLstm : nn.Module
{
    internal const int HiddenSize = 64;

    private readonly LSTM _lstm = nn.LSTM(Series.NumbersPerStep, HiddenSize, batchFirst: true);
    private readonly Linear _output;

    internal HandWrittenLstm(int outputs)
        : base(nameof(HandWrittenLstm))
    {
        _output = nn.Linear(HiddenSize, outputs);
        RegisterComponents();
    }

    /// <summary>The series, padded with zeros to the longest, shape [N, T, numbers]; their lengths, shape [N], and classes from 0, shape [N].</summary>
    internal static (Tensor Values, Tensor Lengths, Tensor Labels) Tensors(Series[] series)
    {
        int longest = series.Max(row => row.Features.Length);
        Tensor values = zeros(series.Length, longest / Series.NumbersPerStep, Series.NumbersPerStep);
        for (int row = 0; row < series.Length; row++)
        {
            series[row].Features.CopyTo(MemoryMarshal.Cast<byte, float>(values.bytes)[(row * longest)..]);
        }
        long[] lengths = [.. series.Select(row => (long)row.Features.Length / Series.NumbersPerStep)], labels = [.. series.Select(row => (long)row.Class)];
        return (values, tensor(lengths), tensor(labels));
    }

    /// <summary>The outputs for series of one length, shape [B, T, numbers].</summary>
    internal Tensor Outputs(Tensor values) => _output.forward(_lstm.call(values).Item1.select(1, -1));

    /// <summary>The outputs for series that are padded at the end.</summary>
    /// <param name="values">Shape [B, T, numbers].</param>
    /// <param name="lengths">Shape [B].</param>
    internal Tensor Outputs(Tensor values, Tensor lengths)
    {
        Tensor last = (lengths - 1).view(-1, 1, 1).expand(values.size(0), 1, HiddenSize);
        return _output.forward(_lstm.call(values).Item1.gather(1, last).squeeze(1));
    }
}

#pragma warning disable RS0030 // a scope per block: what a block needs is freed before the next
using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Rows with a number for every feature: a matrix.</summary>
internal sealed class DenseRows : IFeatureRows
{
    private readonly NativeList<float> _values;

    /// <param name="width">D.</param>
    /// <param name="expectedRows">The number of rows, if known.</param>
    internal DenseRows(int width, long? expectedRows)
    {
        Width = width;
        _values = new NativeList<float>(ScalarType.Float32, (expectedRows ?? 1024) * width);
    }

    public long Count => _values.Count / Width;

    public int Width { get; }

    public void Add(in VBuffer<float> row)
    {
        row.CopyTo(_values.Next(Width));
        _values.Keep(Width);
    }

    public RobustScaling LearnScaling(long[] rows, Device device)
    {
        using Tensor matrix = Matrix(), chosen = tensor(rows);
        return Quartiles.Learn(matrix, chosen, device);
    }

    /// <summary>Scales block by block; on the CPU in place.</summary>
    public IFeatureBatches Prepare(RobustScaling scaling, Device device)
    {
        using IDisposable noGradient = no_grad();
        Tensor features = Matrix().to(device);
        _values.Dispose();
        long step = Blocks.RowsOf(Width);
        for (long first = 0; first < features.size(0); first += step)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor block = features.narrow(0, first, Math.Min(step, features.size(0) - first));
            block.copy_(scaling.Forward(block, training: false));
        }
        return new DenseBatches(features);
    }

    public void Dispose() => _values.Dispose();

    /// <summary>The rows, shape [N, D].</summary>
    private Tensor Matrix()
    {
        using Tensor values = _values.ToTensor();
        return values.view(Count, Width);
    }
}

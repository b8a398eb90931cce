#pragma warning disable RS0030 // a scope per block: what a block needs is freed before the next
using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Rows with a number for every feature: a matrix.</summary>
internal sealed class DenseRows : IFeatureRows
{
    private readonly RowList<float> _values;

    /// <param name="width">D.</param>
    /// <param name="expectedRows">The number of rows, if known.</param>
    /// <param name="budget">The memory for all rows.</param>
    internal DenseRows(int width, long? expectedRows, RowBudget budget)
    {
        Width = width;
        _values = new RowList<float>(ScalarType.Float32, expectedRows * width, budget);
    }

    public long Count => _values.Count / Width;

    public int Width { get; }

    public void Add(in VBuffer<float> row)
    {
        row.CopyTo(_values.Next(Width));
        _values.Keep(Width);
    }

    /// <summary>Takes whole rows, one behind the other.</summary>
    /// <exception cref="IOException">The rows need a file, and that failed.</exception>
    internal void Add(ReadOnlySpan<float> rows)
    {
        rows.CopyTo(_values.Next(rows.Length));
        _values.Keep(rows.Length);
    }

    /// <summary>Copies neighbouring numbers of a row.</summary>
    /// <param name="row">The row, zero-based.</param>
    /// <param name="first">The slot of the first number.</param>
    /// <param name="values">Is filled.</param>
    internal void Read(long row, int first, Span<float> values) => _values.Read(row * Width + first, values);

    public ILayer LearnScaling(Tensor rows, Device device, Action checkAlive) => Quartiles.Learn(this, rows, device, checkAlive);

    /// <summary>Scales block by block, in a file or on the CPU in place.</summary>
    public IFeatureBatches Prepare(ILayer scaling, Device device, Action checkAlive)
    {
        using IDisposable noGradient = no_grad();
        return _values.ToFile() is { } file ? PrepareInFile(file, scaling, device, checkAlive) : PrepareInMemory(scaling, device, checkAlive);
    }

    public void Dispose() => _values.Dispose();

    private DenseBatches PrepareInMemory(ILayer scaling, Device device, Action checkAlive)
    {
        using Tensor values = _values.ToTensor(), matrix = values.view(Count, Width);
        Tensor features = matrix.to(device);
        Dispose(); // on the CPU the matrix keeps the memory
        long step = Blocks.RowsOf(Width);
        for (long first = 0; first < features.size(0); first += step)
        {
            checkAlive();
            using DisposeScope scope = NewDisposeScope();
            Tensor block = features.narrow(0, first, Math.Min(step, features.size(0) - first));
            block.copy_(scaling.Forward(block, training: false));
        }
        return new DenseBatches(features);
    }

    private DenseFileBatches PrepareInFile(SpillFile file, ILayer scaling, Device device, Action checkAlive)
    {
        long step = Blocks.RowsOf(Width);
        for (long first = 0; first < Count; first += step)
        {
            checkAlive();
            using DisposeScope scope = NewDisposeScope();
            Tensor block = empty(Math.Min(step, Count - first), Width);
            file.Read(first * Width, block.Elements<float>());
            Tensor prepared = scaling.Forward(block.to(device), training: false).cpu();
            file.Write<float>(first * Width, prepared.Elements<float>());
        }
        return new DenseFileBatches(file, Width, device);
    }
}

using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>A batch may be of all rows of a file, and have more numbers than a span.</summary>
/// <remarks>The file is empty, so that no memory is touched: what is to be seen is that reading begins.</remarks>
[TestClass]
public sealed class FileBatchesTests
{
    private const int Width = 1 << 24;

    [TestMethod]
    public void DenseBatch_OfMoreNumbersThanASpan_IsRead()
    {
        using TemporaryFolder folder = new();
        using SpillFile file = new(folder.Path, expectedBytes: null);
        DenseFileBatches batches = new(file, Width, CPU);

        AssertIsRead(batches, rows: 129, ScalarType.Float32); // 2³¹ numbers, and a row
    }

    [TestMethod]
    public void SparseBatch_OfMoreNumbersThanASpan_IsRead()
    {
        using TemporaryFolder folder = new();
        using SpillFile file = new(folder.Path, expectedBytes: null);
        using NativeList<long> starts = new(ScalarType.Int64, capacity: 2);
        starts.Add(0);
        starts.Add(Width);
        SparseFileBatches batches = new(new SparseColumns(Width, [], RowCount: 1, NumberCount: Width, SumOfSquares: 0), starts, file, CPU);

        AssertIsRead(batches, rows: 65, ScalarType.Int64, perNumber: 2); // rows and columns of 2³⁰ numbers, and a row
    }

    private static void AssertIsRead(IFeatureBatches batches, int rows, ScalarType type, int perNumber = 1)
    {
        try
        {
            empty((long)rows * Width * perNumber, type).Dispose();
        }
        catch (ExternalException)
        {
            Assert.Inconclusive("This system promises no memory that it does not have.");
        }
        using Tensor firstRow = zeros(rows, ScalarType.Int32);

        Assert.ThrowsExactly<EndOfStreamException>(() => batches.Batch(firstRow));
    }
}

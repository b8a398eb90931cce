using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class FileRowsTests
{
    private const int Width = 3;

    [TestMethod]
    [DataRow(new int[0])]
    [DataRow(new[] { 0 })]
    [DataRow(new[] { 7, 0, 7, 9, 1 })]
    public void Read_OfSomeRows_FillsTheBatchInTheirOrder(int[] rows)
    {
        using TemporaryFolder folder = new();
        using SpillFile file = new(folder.Path, expectedBytes: null);
        file.Append<int>([.. Enumerable.Range(0, 10 * Width)]);
        int[] expected = [.. rows.SelectMany(row => Enumerable.Range(row * Width, Width))];
        foreach (ScalarType type in (ScalarType[])[ScalarType.Int32, ScalarType.Int64])
        {
            using Tensor narrow = tensor(rows, ScalarType.Int32), which = narrow.to(type), batch = zeros(rows.Length, Width, ScalarType.Int32);

            FileRows.Read<int>(file, which, batch);

            Assert.AreSequenceEqual(expected, batch.Elements<int>().ToArray());
        }
    }

    [TestMethod]
    public void Read_OfRowsOfBytes_FillsTheBatch()
    {
        using TemporaryFolder folder = new();
        using SpillFile file = new(folder.Path, expectedBytes: null);
        file.Append<byte>([1, 2, 3, 4, 5, 255]);
        using Tensor which = tensor([1]), batch = zeros(1, Width, ScalarType.Byte);

        FileRows.Read<byte>(file, which, batch);

        Assert.AreSequenceEqual((byte[])[4, 5, 255], batch.Elements<byte>().ToArray());
    }

    [TestMethod]
    public void Read_BehindTheEnd_Throws()
    {
        using TemporaryFolder folder = new();
        using SpillFile file = new(folder.Path, expectedBytes: null);
        file.Append<int>([1, 2, 3]);
        using Tensor which = tensor([1]), batch = zeros(1, Width, ScalarType.Int32);

        Assert.ThrowsExactly<EndOfStreamException>(() => FileRows.Read<int>(file, which, batch));
    }
}

namespace MLNetDeep.Tests;

[TestClass]
public sealed class BatchesTests
{
    [TestMethod]
    [DataRow(1, 32)]
    [DataRow(31, 32)]
    [DataRow(33, 32)]
    [DataRow(100, 7)]
    [DataRow(340, 0)]
    [DataRow(5, 1)]
    public void Batches_CutAllRowsIntoEqualParts(int rows, int batchSize)
    {
        Batches batches = Batches.Of(rows, batchSize);
        long[] sizes = [.. Enumerable.Range(0, (int)batches.Count).Select(batch => batches.Start(batch + 1) - batches.Start(batch))];

        Assert.AreEqual(0, batches.Start(0));
        Assert.AreEqual(rows, sizes.Sum());
        Assert.IsLessThanOrEqualTo(1, sizes.Max() - sizes.Min());
        Assert.IsLessThanOrEqualTo(batchSize > 0 ? batchSize : 32, sizes.Max());
    }

    [TestMethod]
    [DataRow(12_492, 128)]
    [DataRow(1_000, 64)]
    [DataRow(130, 64)]
    [DataRow(129, 128)]
    [DataRow(100_001, 256)]
    public void Batches_OfManyRows_AreOfWholeTiles(int rows, int batchSize)
    {
        Batches batches = Batches.Of(rows, batchSize);
        long[] sizes = [.. Enumerable.Range(0, (int)batches.Count).Select(batch => batches.Start(batch + 1) - batches.Start(batch))];

        Assert.AreEqual(rows, sizes.Sum());
        Assert.IsTrue(sizes.SkipLast(1).All(size => size % 16 == 0));
        Assert.IsLessThan(32, sizes.Max() - sizes.Min());
        Assert.IsLessThanOrEqualTo(batchSize, sizes.Max());
    }

    [TestMethod]
    public void Batches_LargerThanTheData_AreOne() => Assert.AreEqual(1, Batches.Of(10, 64).Count);

    [TestMethod]
    [DataRow(1_024, 32)]
    [DataRow(8_192, 128)]
    [DataRow(65_536, 256)]
    [DataRow(262_144, 512)]
    [DataRow(1_048_576, 1024)]
    public void Batches_OfSizeZero_GrowWithTheRows(int rows, int size) => Assert.AreEqual(rows / size, Batches.Of(rows, 0).Count);
}

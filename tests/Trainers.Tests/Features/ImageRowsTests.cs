using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Images are kept in a byte per number while that is enough, and come back as they were.</summary>
[TestClass]
public sealed class ImageRowsTests
{
    private const int Channels = 3, Height = 2, Width = 4;
    private const int Numbers = Channels * Height * Width; // of a row
    private const int Count = 100;

    private static readonly ImageShape s_shape = new(new ImageMap(Channels, Height, Width), IsSignal: false, IsInterleaved: false);

    public static IEnumerable<object[]> Fractions =>
        from place in (int[])[0, 1, 50, Count - 1]
        from budget in (long[])[long.MaxValue, 5000, 1500, 1] // for both forms, for bytes alone, for some of them, for none
        from isKnown in (bool[])[false, true]
        select new object[] { place, budget, isKnown };

    [TestMethod]
    [DataRow(0f, 1)]
    [DataRow(255f, 1)]
    [DataRow(256f, 4)]
    [DataRow(511f, 4)]
    [DataRow(-1f, 4)]
    [DataRow(0.5f, 4)]
    [DataRow(254.99998f, 4)]
    [DataRow(float.Epsilon, 4)]
    [DataRow(1e30f, 4)]
    [DataRow(float.NaN, 4)]
    [DataRow(float.PositiveInfinity, 4)]
    [DataRow(float.NegativeInfinity, 4)]
    public void Rows_WithANumber_TakeAByteOrFourPerNumber(float number, int bytes)
    {
        RowBudget budget = TestBudget.Of(1 << 20);
        float[][] rows = Rows(3);
        rows[1][5] = number;
        using ImageRows images = Filled(rows, budget);

        Assert.AreEqual((1 << 20) - 3 * Numbers * bytes, budget.Left);
        AssertRead(rows, images);
    }

    [TestMethod]
    [DynamicData(nameof(Fractions))]
    public void Row_ThatIsNoBytes_LeavesTheOthersAsTheyWere(int place, long budget, bool isKnown)
    {
        float[][] rows = Rows(Count);
        rows[place][7] = 0.5f;
        using ImageRows images = Filled(rows, TestBudget.Of(budget), expectedRows: isKnown ? Count : null);

        AssertRead(rows, images);
    }

    [TestMethod]
    public void Row_ThatIsNoBytes_GivesTheirMemoryBack()
    {
        RowBudget budget = TestBudget.Of(1 << 20);
        float[][] rows = Rows(Count);
        rows[^1][0] = 0.5f;

        Filled(rows, budget).Dispose();

        Assert.AreEqual(1 << 20, budget.Left);
    }

    [TestMethod]
    public void Row_ThatIsNoBytes_OnADiskThatFails_LeavesNoTensor()
    {
        using TemporaryFolder folder = new();
        long before = Tensor.TotalCount;
        RowBudget budget = new(3000, new SpillFolder(Path.Combine(folder.Path, "missing"), warn: _ => { }));
        using (ImageRows images = Filled(Rows(Count), budget)) // in memory
        {
            Assert.ThrowsExactly<IOException>(() => images.Add(new VBuffer<float>(Numbers, [.. Rows(1)[0].Select(number => number + 0.5f)])));
        }

        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void Row_ThatIsSparse_HasItsZeros()
    {
        using ImageRows images = new(s_shape, expectedRows: null, TestBudget.Default);
        float[] filled = new float[Numbers];
        Array.Fill(filled, 9);
        images.Add(new VBuffer<float>(Numbers, filled));
        images.Add(new VBuffer<float>(Numbers, 2, [7f, 8f], [1, Numbers - 1]));

        float[] sparse = new float[Numbers];
        (sparse[1], sparse[^1]) = (7, 8);
        AssertRead([filled, sparse], images);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Batch_HasTheImagesOfTheRowsWithTheChannelsLastInMemory(bool isInterleaved)
    {
        using DisposeScope scope = NewDisposeScope();
        float[][] rows = Rows(Count);
        float[][] given = isInterleaved ? [.. rows.Select(Interleaved)] : rows;
        ImageRows images = Filled(given, TestBudget.Default, shape: s_shape with { IsInterleaved = isInterleaved });

        Tensor batch = Prepared(images).Batch(tensor([4, 99, 0, 4]));

        Assert.AreSequenceEqual([4L, Channels, Height, Width], batch.shape);
        Assert.AreSequenceEqual([Numbers, 1L, Width * Channels, Channels], batch.stride());
        BitAssert.AreEqual([.. rows[4], .. rows[99], .. rows[0], .. rows[4]], OnnxRun.Values(batch * 256));
    }

    [TestMethod]
    [DataRow(false, 1)]
    [DataRow(true, 4)]
    public void Batch_FromAFile_IsThatFromMemory(bool hasFraction, int bytes)
    {
        using DisposeScope scope = NewDisposeScope();
        float[][] rows = Rows(Count);
        rows[50][3] = hasFraction ? 0.5f : 0;
        ImageRows spilled = Filled(rows, TestBudget.Of(1));
        ImageBatches inMemory = Prepared(Filled(rows, TestBudget.Of(long.MaxValue))), inFile = Prepared(spilled);
        Tensor which = tensor([50, 3, 99, 0, 50]);

        float[] expected = OnnxRun.Values(inMemory.Batch(which)), actual = OnnxRun.Values(inFile.Batch(which));

        BitAssert.AreEqual(expected, actual);
        Assert.AreEqual((0L, Count * Numbers * bytes), (inMemory.BytesInFile, inFile.BytesInFile));
        Assert.AreEqual((Count, Count, Numbers), (inMemory.Count, inFile.Count, inFile.ValuesPerRow));
        spilled.Dispose();
    }

    [TestMethod]
    public void Batch_OfBytes_IsThatOfNumbers()
    {
        using DisposeScope scope = NewDisposeScope();
        float[][] rows = Rows(Count);
        Tensor all = arange(Count, dtype: ScalarType.Int32);
        float[] ofBytes = OnnxRun.Values(Prepared(Filled(rows, TestBudget.Default)).Batch(all));
        float[] ofNumbers = OnnxRun.Values(Prepared(Filled([.. rows, [.. rows[0].Select(number => number + 0.5f)]], TestBudget.Default)).Batch(all));

        BitAssert.AreEqual(ofBytes, ofNumbers);
    }

    [TestMethod]
    public void Batch_OfMissingValues_HasTheMeansOfTheirChannels()
    {
        using DisposeScope scope = NewDisposeScope();
        float[][] rows = Rows(Count);
        rows[2][Numbers - 1] = float.NaN;
        ImageRows images = Filled(rows, TestBudget.Default);
        ILayer scaling = images.LearnScaling(arange(Count, dtype: ScalarType.Int32), CPU, TestBudget.NeverCancelled);

        Tensor batch = images.Prepare(scaling, CPU, TestBudget.NeverCancelled).Batch(tensor([2]));

        Assert.AreEqual(0, OnnxRun.Values(batch)[^1]);
        Assert.IsTrue(OnnxRun.Values(batch)[..^1].All(value => value != 0));
    }

    private static float[][] Rows(int count) =>
        [.. Enumerable.Range(0, count).Select(row => Enumerable.Range(0, Numbers).Select(index => (float)((row * 13 + index * 7) % 256)).ToArray())];

    private static ImageRows Filled(float[][] rows, RowBudget budget, ImageShape? shape = null, long? expectedRows = null)
    {
        ImageRows images = new(shape ?? s_shape, expectedRows, budget);
        foreach (float[] row in rows)
        {
            images.Add(new VBuffer<float>(Numbers, row));
        }
        return images;
    }

    /// <summary>Divides by 256, which changes no digit.</summary>
    private static ImageBatches Prepared(ImageRows images)
    {
        ChannelScaling scaling = new(s_shape, zeros(Channels), full(Channels, 1f / 256));
        return (ImageBatches)images.Prepare(scaling, CPU, TestBudget.NeverCancelled);
    }

    private static void AssertRead(float[][] rows, ImageRows images)
    {
        Assert.AreEqual(rows.Length, images.Count);
        float[] read = new float[Numbers];
        for (int row = 0; row < rows.Length; row++)
        {
            images.Read(row, read);
            BitAssert.AreEqual(Interleaved(rows[row]), read);
        }
    }

    private static float[] Interleaved(float[] row) =>
        [.. Enumerable.Range(0, Numbers).Select(index => row[index % Channels * Height * Width + index / Channels])];
}

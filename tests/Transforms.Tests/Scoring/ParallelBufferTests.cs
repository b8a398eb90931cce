using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ParallelBufferTests : IDisposable
{
    private const int RowsPerPart = 8;
    private const int Parts = 4;

    private readonly OnnxScorer _scorer = ToyModel.Scorer(ToyModel.ModelOf(TaskKind.Regression));

    public void Dispose() => _scorer.Dispose();

    [TestMethod]
    [DataRow(1)]
    [DataRow(RowsPerPart)]
    [DataRow(RowsPerPart + 1)]
    [DataRow(RowsPerPart * Parts)]
    public void Scores_OfAnyNumberOfRows_BelongToTheirRows(int rows)
    {
        using ParallelBuffer buffer = new(_scorer, form: null, RowsPerPart, Parts);
        for (int block = 0; block < 50; block++)
        {
            AssertScores(buffer, first: block * rows, rows);
        }
    }

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(RowsPerPart, 0)]
    [DataRow(RowsPerPart + 1, 1)]
    [DataRow(RowsPerPart * Parts, Parts - 1)]
    public void Score_AsksThePoolForHelpWithAllPartsButOne(int rows, int helpers)
    {
        long Asked()
        {
            using ParallelBuffer buffer = new(_scorer, form: null, RowsPerPart, Parts);
            long before = ThreadPool.PendingWorkItemCount;
            AssertScores(buffer, first: 0, rows);
            AssertScores(buffer, first: 1, rows); // asks nobody: the helpers of before have not begun
            return ThreadPool.PendingWorkItemCount - before;
        }
        using BusyPool busy = new();
        Assert.AreEqual(helpers, Enumerable.Range(0, 20).Min(_ => Asked())); // others may queue work meanwhile, nobody can take it
    }

    // Parts that take long enough for helpers to be at work when the caller has nothing left to do.
    [TestMethod]
    public void Score_OfMuchWork_WaitsForItsHelpers()
    {
        const int Width = 100_000;
        using DeepTransformer sum = ToyModel.SumOf(Width);
        using OnnxScorer scorer = ToyModel.Scorer(sum.Model);
        using ParallelBuffer buffer = new(scorer, form: null, RowsPerPart, Parts);
        for (int block = 0; block < 100; block++)
        {
            for (int row = 0; row < RowsPerPart * Parts; row++)
            {
                buffer.Take(row, new VBuffer<float>(Width, 1, [1000 * block + row], [row]));
            }
            buffer.Score(RowsPerPart * Parts);
            for (int row = RowsPerPart * Parts - 1; row >= 0; row--)
            {
                Assert.AreEqual(1000 * block + row, buffer.Output(0, row)[0]);
            }
        }
    }

    // The threads of a web server may all be inside of predictions themselves.
    [TestMethod]
    public void Score_WhileThePoolIsBusy_IsDoneByTheCaller()
    {
        using BusyPool busy = new();
        using ParallelBuffer buffer = new(_scorer, form: null, RowsPerPart, Parts); // disposed with helpers that have not begun yet
        for (int block = 0; block < 10; block++)
        {
            AssertScores(buffer, first: block, RowsPerPart * Parts);
        }
    }

    [TestMethod]
    public void Score_OfADisposedModel_IsAnErrorOfTheCaller()
    {
        using ParallelBuffer buffer = new(_scorer, form: null, RowsPerPart, Parts);
        AssertScores(buffer, first: 0, RowsPerPart * Parts);
        _scorer.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => buffer.Score(RowsPerPart * Parts));
        Assert.ThrowsExactly<ObjectDisposedException>(() => buffer.Score(1));
    }

    [TestMethod]
    public void Score_OfFullParts_AllocatesNothing()
    {
        const int Blocks = 200;
        const int MostBytes = 4096; // of the pool's queue
        using ParallelBuffer buffer = new(_scorer, form: null, RowsPerPart, Parts);
        AssertScores(buffer, first: 0, RowsPerPart * Parts);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int block = 0; block < Blocks; block++)
        {
            buffer.Score(RowsPerPart * Parts);
        }
        Assert.IsLessThan(MostBytes, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Readers_ManyAtOnce_GetTheirOwnScores() => Parallel.For(0, 8, reader =>
    {
        using ParallelBuffer buffer = new(_scorer, form: null, RowsPerPart, Parts);
        for (int block = 0; block < 100; block++)
        {
            AssertScores(buffer, first: (1000 * reader) + block, RowsPerPart * Parts);
        }
    });

    private static void AssertScores(ParallelBuffer buffer, int first, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            buffer.Take(row, new VBuffer<float>(ToyModel.FeatureCount, ToyRow.FeaturesOf(first + row)));
        }
        buffer.Score(rows);
        for (int row = 0; row < rows; row++)
        {
            Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf(first + row)), buffer.Output(0, row)[0]);
        }
    }
}

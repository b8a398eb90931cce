using System.Collections.Concurrent;

namespace MLNetDeep.Tests;

/// <summary>Many threads score with one model, and any of them may dispose it.</summary>
[TestClass]
public sealed class ConcurrencyTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Scoring_OnSixteenThreads_GivesTheScoresOfOne(TrainerCase trainer)
    {
        using DeepTransformer model = trainer.Fit(_ml);
        IDataView data = trainer.Data(_ml);
        float[] expected = Scores.Of(model, data), expectedOneByOne = OneByOne.Scores(_ml, model, data);

        OnThreads.Run(16, thread =>
        {
            BitAssert.AreEqual(expected, Scores.Of(model, data));
            BitAssert.AreEqual(expectedOneByOne, OneByOne.Scores(_ml, model, data));
        });
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Dispose_WhileEightThreadsScore_GivesRightScoresOrTheError(TrainerCase trainer)
    {
        const int Threads = 8;
        TestAssembly.FreesElsewhere = trainer.IsModule;
        IDataView data = trainer.Data(_ml, rows: 300);
        using DeepTransformer original = trainer.Fit(_ml);
        float[] expected = Scores.Of(original, data);
        for (int round = 0; round < 5; round++)
        {
            DeepTransformer model = new(original.Model);
            using CountdownEvent haveScored = new(Threads + 1);
            ConcurrentBag<int> completed = [];
            OnThreads.Run(Threads + 1, thread =>
            {
                haveScored.Signal();
                if (thread == Threads)
                {
                    haveScored.Wait();
                    model.Dispose();
                    return;
                }
                completed.Add(ScoreUntilDisposed(() => BitAssert.AreEqual(expected, Scores.Of(model, data))));
            });
            Assert.HasCount(Threads, completed);
        }
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Scoring_AfterDispose_IsRefused(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        DeepTransformer model = trainer.Fit(_ml);
        IDataView scored = model.Transform(data);
        using DataViewRowCursor open = scored.GetRowCursor(scored.Schema);
        Assert.IsTrue(open.MoveNext());

        model.Dispose();
        model.Dispose();

        Assert.ThrowsExactly<ObjectDisposedException>(() => Scores.Of(scored));
        Assert.ThrowsExactly<ObjectDisposedException>(() => Scores.Of(model, data));
        Assert.ThrowsExactly<ObjectDisposedException>(() => OneByOne.Scores(_ml, model, data));
        Assert.ThrowsExactly<ObjectDisposedException>(() =>
        {
            while (open.MoveNext())
            {
            }
        });
    }

    private static int ScoreUntilDisposed(Action score)
    {
        for (int calls = 0; ; calls++)
        {
            try
            {
                score();
            }
            catch (ObjectDisposedException)
            {
                return calls;
            }
        }
    }
}

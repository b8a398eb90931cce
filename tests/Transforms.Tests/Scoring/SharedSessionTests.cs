using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class SharedSessionTests
{
    private const int Threads = 8;

    private static readonly byte[] s_graph = ToyModel.ModelOf(TaskKind.Regression).Graph.ToArray();

    private int _opened;
    private int _freed;
    private int _freedByFinalizer;

    [TestMethod]
    public void Session_IsOpenedByTheFirstCallAndOnce()
    {
        using SharedSession session = Create();
        session.CheckAlive();
        Assert.AreEqual(0, _opened);
        session.CreateBinding(_ => Assert.AreEqual(1, _opened)).Dispose();
        session.CreateBinding(_ => { }).Dispose();
        session.Open();
        Assert.AreEqual(1, _opened);
    }

    [TestMethod]
    public void Session_ThatManyThreadsAskFor_IsOpenedOnce()
    {
        using CountdownEvent asking = new(Threads);
        using SharedSession session = Create(opening: asking.Wait);
        RunOnThreads(() =>
        {
            asking.Signal();
            session.CreateBinding(_ => { }).Dispose();
        });
        Assert.AreEqual(1, _opened);
    }

    [TestMethod]
    public void Session_ThatCannotBeOpened_FailsEachCallAlike_AndDisposesAsAny()
    {
        SharedSession session = Create(opening: () => throw new FormatException("damaged"));
        for (int call = 0; call < 2; call++)
        {
            Assert.AreEqual("damaged", Assert.ThrowsExactly<FormatException>(session.Open).Message);
            Assert.AreEqual("damaged", Assert.ThrowsExactly<FormatException>(() => session.CreateBinding(_ => { })).Message);
        }
        session.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(session.Open);
        Assert.AreEqual((1, 0), (_opened, _freed));
    }

    [TestMethod]
    public void Run_ComputesTheBoundOutputs()
    {
        using SharedSession session = Create();
        using RunOptions options = new();
        using OrtIoBinding binding = Bind(session, row: 9, out float[] score);
        session.Run(binding, options);
        Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf(9)), score[0]);
    }

    [TestMethod]
    public void Dispose_WhenNobodyIsInside_FreesTheSessionOnce()
    {
        SharedSession session = Create();
        session.Open();
        Assert.AreEqual(0, _freed);
        session.Dispose();
        Assert.AreEqual(1, _freed);
        session.Dispose();
        Assert.AreEqual(1, _freed);
    }

    [TestMethod]
    public void Dispose_BeforeTheFirstCall_OpensNothing()
    {
        SharedSession session = Create();
        session.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(session.Open);
        Assert.ThrowsExactly<ObjectDisposedException>(() => session.CreateBinding(_ => { }));
        Assert.AreEqual(0, _opened);
    }

    [TestMethod]
    public void Dispose_WhileACallIsInside_FreesTheSessionBehindIt()
    {
        SharedSession session = Create();
        using OrtIoBinding binding = session.CreateBinding(_ =>
        {
            using OrtIoBinding second = session.CreateBinding(_ => { });
            session.Dispose();
            session.Dispose();
            Assert.AreEqual(0, _freed);
        });
        Assert.AreEqual(1, _freed);
    }

    [TestMethod]
    public void Dispose_WhileACallFails_FreesTheSessionBehindIt()
    {
        SharedSession session = Create();
        Assert.ThrowsExactly<InvalidTimeZoneException>(() => session.CreateBinding(_ =>
        {
            session.Dispose();
            throw new InvalidTimeZoneException();
        }));
        Assert.AreEqual(1, _freed);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Dispose_WhileTheSessionIsOpened_FreesItBehindTheCall(bool forACall)
    {
        SharedSession? session = null;
        session = Create(opening: () => session!.Dispose());
        if (forACall)
        {
            session.CreateBinding(_ => { }).Dispose();
        }
        else
        {
            session.Open();
        }
        Assert.AreEqual((1, 1), (_opened, _freed));
    }

    [TestMethod]
    public void Dispose_WhileManyThreadsCompute_RefusesLaterCallsAndFreesOnce()
    {
        SharedSession session = Create();
        using CountdownEvent computing = new(Threads);
        RunOnThreads(() =>
        {
            using RunOptions options = new();
            using OrtIoBinding binding = Bind(session, row: 3, out float[] score);
            session.Run(binding, options);
            if (computing.Signal())
            {
                session.Dispose();
            }
            Assert.ThrowsExactly<ObjectDisposedException>(() =>
            {
                while (true)
                {
                    session.Run(binding, options);
                }
            });
            Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf(3)), score[0]);
        });
        Assert.AreEqual((1, 1), (_opened, _freed));
    }

    [TestMethod]
    public void Use_AfterDispose_IsAnErrorThatNamesTheTransformer()
    {
        SharedSession session = Create();
        using OrtIoBinding binding = session.CreateBinding(_ => { });
        using RunOptions options = new();
        session.Dispose();
        foreach (Action use in (Action[])[session.CheckAlive, session.Open, () => session.Run(binding, options), () => session.CreateBinding(_ => { })])
        {
            Assert.AreEqual(typeof(DeepTransformer).FullName, Assert.ThrowsExactly<ObjectDisposedException>(use).ObjectName);
        }
    }

    [TestMethod]
    public void Session_ThatIsNeverDisposed_IsFreedWithItsLastReference()
    {
        UseAndForget();
        for (int round = 0; round < 5 && _freedByFinalizer == 0; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.AreEqual((0, 1), (_freed, _freedByFinalizer));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void UseAndForget()
    {
        SharedSession session = Create();
        using RunOptions options = new();
        session.Run(Bind(session, row: 1, out _), options);
    }

    /// <summary>A session that is counted when it is opened and freed.</summary>
    private SharedSession Create(Action? opening = null) => new(() =>
    {
        Interlocked.Increment(ref _opened);
        opening?.Invoke();
        return new WatchedSession(disposing => Interlocked.Increment(ref disposing ? ref _freed : ref _freedByFinalizer));
    });

    private static OrtIoBinding Bind(SharedSession session, int row, out float[] score)
    {
        float[] scores = score = new float[1];
        return session.CreateBinding(io =>
        {
            io.BindInput(DeepGraph.Input, OrtValue.CreateTensorValueFromMemory(ToyRow.FeaturesOf(row), [1, ToyModel.FeatureCount]));
            io.BindOutput(DeepGraph.Score, OrtValue.CreateTensorValueFromMemory(scores, [1, 1]));
        });
    }

    private static void RunOnThreads(Action action)
    {
        Exception? error = null;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                error = exception;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.IsNull(error);
    }

    private sealed class WatchedSession(Action<bool> freed) : InferenceSession(s_graph)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            freed(disposing);
        }
    }
}

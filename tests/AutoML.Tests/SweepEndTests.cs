using System.Diagnostics;

namespace MLNetDeep.Tests;

/// <summary>Trials that fail, take too long or too much, and sweeps that end before them.</summary>
[TestClass]
public sealed class SweepEndTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Trial_ThatThrows_IsRecordedAndTheSweepGoesOn()
    {
        int trial = 0;
        using SweepResult result = Linear(new SweepOptions { MaximumTrials = 5 }, () => ThrowIf(++trial == 2, new IOException("mine"))).Run();
        Assert.HasCount(4, result.Leaderboard());
        Assert.AreEqual((TrialState.Failed, "IOException: mine"), (result.Trials[1].State, result.Trials[1].Reason));
    }

    [TestMethod]
    public void Trial_WithoutMemory_IsRecorded()
    {
        int trial = 0;
        using SweepResult result = Linear(new SweepOptions { MaximumTrials = 3 }, () => ThrowIf(++trial == 2, new InsufficientMemoryException("mine"))).Run();
        Assert.AreEqual((TrialState.Failed, "Out of memory: mine"), (result.Trials[1].State, result.Trials[1].Reason));
    }

    [TestMethod]
    public void Trial_BeyondTheMemoryBudget_Fails()
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            Linear(new SweepOptions { MaximumTrials = 1, MemoryBudget = 1 }, () => Thread.Sleep(500)).Run);
        Assert.AreEqual("No trial of 1 was completed. The first, 'linear' with its defaults, ended so: Out of memory: the process took more than MemoryBudget, 1 bytes.", error.Message);
    }

    [TestMethod]
    public void Trial_WithoutAFiniteMetric_IsRecorded()
    {
        IDataView oneClass = _ml.Data.FilterRowsByColumn(ToySweep.Rows(_ml), "A", 0.5);
        IDataView alike = _ml.Data.TakeRows(_ml.Data.FilterRowsByColumn(oneClass, "B", 0.5), 5);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.BinaryClassification
            .Sweep(ToySweep.Rows(_ml), alike, new SweepOptions { MaximumTrials = 1, Metric = "AreaUnderPrecisionRecallCurve" })
            .Add("linear", (ToySweep.LinearOptions options) => ToySweep.Features(_ml).Append(ToySweep.Linear(_ml, options)))
            .Run());
        Assert.StartsWith("No trial of 1 was completed. The first, 'linear' with its defaults, ended so: ", error.Message);
    }

    [TestMethod]
    public void Network_ThatDiverges_SaysSo()
    {
        using SweepResult result = _ml.Regression.Sweep(ToySweep.Rows(_ml), new SweepOptions { LabelColumnName = "Target", MaximumTrials = 1 })
            .Add("mlp", (MlpOptions options) => ToySweep.Features(_ml).Append(_ml.Regression.Trainers.Mlp(
                options with { LabelColumnName = "Target", HiddenLayerSizes = [8], Normalization = Normalization.None, LearningRate = 1e30, GradientClipNorm = 0, NumberOfThreads = 1 })))
            .Run();
        Assert.IsTrue(double.IsFinite(result.Best.Metric!.Value));
        Assert.StartsWith("Training diverged; the weights of epoch ", result.Best.Reason!);
    }

    [TestMethod]
    public void Trial_ThatTakesTooLong_TimesOut_AndOthersGoOn()
    {
        int trial = 0;
        using SweepResult result = _ml.BinaryClassification
            .Sweep(ToySweep.Rows(_ml), new SweepOptions { MaximumTrials = 2, TrialTimeBudget = TimeSpan.FromSeconds(1) })
            .Add("mlp", (MlpOptions options) => ToySweep.Features(_ml).Append(_ml.BinaryClassification.Trainers.Mlp(options with
            {
                HiddenLayerSizes = [8],
                BatchSize = 1,
                NumberOfThreads = 1,
                EarlyStoppingPatience = 0,
                NumberOfEpochs = Interlocked.Increment(ref trial) == 3 ? int.MaxValue : 1, // the first two find what is shared
            })))
            .Run();
        Assert.AreEqual((TrialState.TimedOut, "It took longer than TrialTimeBudget, 00:00:01."), (result.Trials[0].State, result.Trials[0].Reason));
        Assert.AreEqual(TrialState.Completed, result.Trials[1].State);
    }

    [TestMethod]
    public void Context_OfATrial_IsCancelledWithIt()
    {
        MLContext? given = null;
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.BinaryClassification
            .Sweep(ToySweep.Rows(_ml), new SweepOptions { MaximumTrials = 1, TrialTimeBudget = TimeSpan.FromMilliseconds(100) })
            .Add("linear", (MLContext context, ToySweep.LinearOptions options) =>
            {
                given = context;
                return ToySweep.Features(context).Append(new CountingEstimator(context.Transforms.CopyColumns("C", "A"), () => Thread.Sleep(1000))).Append(ToySweep.Linear(context, options));
            })
            .Run());
        Assert.ThrowsExactly<OperationCanceledException>(() => given!.BinaryClassification.Trainers.SdcaLogisticRegression()
            .Fit(ToySweep.Features(_ml).Fit(ToySweep.Rows(_ml)).Transform(ToySweep.Rows(_ml))));
    }

    [TestMethod]
    public void TimeBudget_IsKept_EvenByTrialsThatDoNotListen()
    {
        int trial = 0;
        using ManualResetEventSlim never = new();
        Stopwatch clock = Stopwatch.StartNew();
        using SweepResult result = Linear(new SweepOptions { MaximumTrials = 1000, TimeBudget = TimeSpan.FromSeconds(3) }, () =>
        {
            if (++trial == 3)
            {
                never.Wait();
            }
        }).Run();
        double seconds = clock.Elapsed.TotalSeconds;
        never.Set();
        Assert.IsInRange(3, 4, seconds); // 10 %, and the rest for a busy machine
        Assert.AreEqual((TrialState.Cancelled, "The time budget of the sweep was over. It did not end when it was told to, and was left to itself."), (result.Trials[^1].State, result.Trials[^1].Reason));
        Assert.HasCount(2, result.Leaderboard());
    }

    [TestMethod]
    public void Cancel_ReturnsTheBestSoFar()
    {
        using CancellationTokenSource source = new();
        int trial = 0;
        using SweepResult result = Linear(new SweepOptions { CancellationToken = source.Token }, () =>
        {
            if (++trial == 4)
            {
                source.Cancel();
                source.Token.WaitHandle.WaitOne();
                Thread.Sleep(100);
            }
        }).Run();
        Assert.HasCount(3, result.Leaderboard());
        Assert.AreEqual((TrialState.Cancelled, "The sweep was cancelled."), (result.Trials[3].State, result.Trials[3].Reason));
        Assert.HasCount(4, result.Trials);
    }

    [TestMethod]
    public void Cancel_BeforeAnyTrial_Throws() => Assert.ThrowsExactly<OperationCanceledException>(
        Linear(new SweepOptions { CancellationToken = new CancellationToken(canceled: true) }, () => { }).Run);

    [TestMethod]
    public void Mistakes_AreNamed()
    {
        IDataView rows = ToySweep.Rows(_ml);
        Assert.AreEqual("The sweep has no candidate. Add one before Run.", Assert.ThrowsExactly<InvalidOperationException>(_ml.BinaryClassification.Sweep(rows).Run).Message);
        Assert.StartsWith(
            "Metric must be one of RSquared, RootMeanSquaredError, MeanSquaredError, MeanAbsoluteError, or null for the first.",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Regression.Sweep(rows, new SweepOptions { Metric = "Accuracy" })).Message);
        Assert.StartsWith("MaximumTrials must be positive.", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Regression.Sweep(rows, new SweepOptions { MaximumTrials = 0 })).Message);
        Assert.StartsWith("The sweep has a candidate 'linear' already. Give each a name of its own.", Assert.ThrowsExactly<ArgumentException>(
            () => Linear(new SweepOptions(), () => { }).Add("linear", (ToySweep.LinearOptions options) => ToySweep.Features(_ml))).Message);
    }

    /// <summary>A sweep of linear models that does something in each trial.</summary>
    private Sweep Linear(SweepOptions options, Action before) => _ml.BinaryClassification.Sweep(ToySweep.Rows(_ml), options)
        .Add("linear", (ToySweep.LinearOptions tried) => ToySweep.Features(_ml)
            .Append(new CountingEstimator(_ml.Transforms.CopyColumns("Copy", "A"), before))
            .Append(ToySweep.Linear(_ml, tried)));

    private static void ThrowIf(bool condition, Exception exception)
    {
        if (condition)
        {
            throw exception;
        }
    }
}

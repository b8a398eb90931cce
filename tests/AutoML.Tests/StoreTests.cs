using Microsoft.Data.Sqlite;

namespace MLNetDeep.Tests;

/// <summary>Sweeps that outlive their process, and processes that share one.</summary>
[TestClass]
public sealed class StoreTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlnetdeep-sweep-");

    private string Store => Path.Combine(_folder.FullName, "sweep.db");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    public void Killed_AndRunAgain_ContinuesAndRepeatsNothingFinished()
    {
        using (WorkerProcess first = new(Store, trials: 6, milliseconds: 300))
        {
            first.ReadTo("Running 4");
            first.Kill();
        }
        using WorkerProcess second = new(Store, trials: 6, milliseconds: 10);
        IReadOnlyList<string> lines = second.ReadTo();

        Assert.AreSequenceEqual(["Completed 4", "Completed 5", "Completed 6"], lines.Where(line => line.StartsWith("Completed", StringComparison.Ordinal)).Order());
        Assert.EndsWith(" of 6", lines[^1]);
        Assert.Contains(lines[^1].Split(' ')[1], ["1", "2", "3", "4", "5", "6"]);
    }

    [TestMethod]
    public void TwoProcesses_ShareTheTrials_AndBothKnowAll()
    {
        using WorkerProcess one = new(Store, trials: 8, milliseconds: 400), other = new(Store, trials: 8, milliseconds: 400);
        string[] lines = [.. one.ReadTo(), .. other.ReadTo()];

        string[] completed = [.. lines.Where(line => line.StartsWith("Completed", StringComparison.Ordinal)).Order()];
        Assert.AreSequenceEqual(Enumerable.Range(1, 8).Select(number => $"Completed {number}"), completed);
        Assert.HasCount(2, lines.Where(line => line.EndsWith(" of 8", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Worker_KilledInATrial_LosesItToTheOther()
    {
        using WorkerProcess one = new(Store, trials: 5, milliseconds: 500);
        one.ReadTo("Running 1");
        using WorkerProcess other = new(Store, trials: 5, milliseconds: 50);
        other.ReadTo("Running 2");
        one.Kill();

        IReadOnlyList<string> lines = other.ReadTo();

        Assert.Contains("Completed 5", lines);
        Assert.EndsWith(" of 5", lines[^1]);
    }

    [TestMethod]
    public void Sweep_RunInParts_GivesWhatOneRunGives()
    {
        string Run(int trials, string? store)
        {
            using SweepResult result = Linear(new SweepOptions { MaximumTrials = trials, Store = store, Seed = 3 }).Run();
            return string.Join('\n', result.Trials.Select(trial => $"{trial.Number} {trial.Candidate} {trial.State} {trial.Options}"));
        }
        string whole = Run(14, null);
        Run(5, Store);
        Run(11, Store);
        Assert.AreEqual(whole, Run(14, Store));
        Assert.AreEqual(whole, Run(14, Store)); // nothing is left to do
    }

    [TestMethod]
    public void Best_OfAnEarlierRun_HasItsModel()
    {
        IDataView rows = ToySweep.Rows(_ml);
        double metric;
        using (SweepResult first = Linear(new SweepOptions { MaximumTrials = 3, Store = Store, Seed = 3 }).Run())
        {
            metric = first.Best.Metric!.Value;
        }
        using SweepResult second = Linear(new SweepOptions { MaximumTrials = 3, Store = Store, Seed = 3 }).Run();
        IDataView validation = new MLContext(3).Data.TrainTestSplit(rows, 0.2, seed: 3).TestSet;
        Assert.AreEqual(metric, second.Best.Metric!.Value);
        Assert.AreEqual(metric, _ml.BinaryClassification.Evaluate(second.Best.Model!.Transform(validation)).AreaUnderRocCurve, 1e-6);
    }

    [TestMethod]
    public void Cancelled_AndRunAgain_TriesWhatWasCancelledAnew()
    {
        using CancellationTokenSource source = new();
        using (SweepResult first = Linear(new SweepOptions { MaximumTrials = 3, Store = Store, Seed = 3, CancellationToken = source.Token }, () => source.Cancel(), at: 2).Run())
        {
            Assert.AreEqual(TrialState.Cancelled, first.Trials[1].State);
        }
        using SweepResult second = Linear(new SweepOptions { MaximumTrials = 3, Store = Store, Seed = 3 }).Run();
        Assert.HasCount(3, second.Leaderboard());
    }

    [TestMethod]
    public void Store_OfAnotherSweep_IsRefused()
    {
        Linear(new SweepOptions { MaximumTrials = 1, Store = Store, Seed = 3 }).Run().Dispose();
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(Linear(new SweepOptions { MaximumTrials = 1, Store = Store, Seed = 3, Metric = "Accuracy" }).Run);
        Assert.AreEqual($"'{Store}' holds another sweep: it has 'metric AreaUnderRocCurve of Label'. Name another file, delete this one, or sweep as it says.", error.Message);
        error = Assert.ThrowsExactly<InvalidOperationException>(Linear(new SweepOptions { MaximumTrials = 1, Store = Store, Seed = 4 }).Run);
        Assert.AreEqual($"'{Store}' holds another sweep: its seed is 3, not 4. Name another file, delete this one, or sweep as it says.", error.Message);
    }

    [TestMethod]
    public void Store_ThatIsNoDatabase_IsRefused()
    {
        File.WriteAllText(Store, new string('x', 5000));
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(Linear(new SweepOptions { Store = Store }).Run);
        Assert.AreEqual($"'{Store}' cannot keep a sweep: SQLite Error 26: 'file is not a database'. Name another file.", error.Message);
        string absent = Path.Combine(_folder.FullName, "absent", "sweep.db");
        error = Assert.ThrowsExactly<InvalidOperationException>(Linear(new SweepOptions { Store = absent }).Run);
        Assert.AreEqual($"'{absent}' cannot keep a sweep: SQLite Error 14: 'unable to open database file'. Name another file.", error.Message);
    }

    [TestMethod]
    public void Trial_WhoseProcessEndedThreeTimes_FailsAndIsNotTriedAgain()
    {
        Linear(new SweepOptions { MaximumTrials = 2, Store = Store, Seed = 3 }).Run().Dispose();
        Change("UPDATE trial SET state = 'Running', beat = 0, attempts = 3, metric = NULL WHERE number = 2");
        using SweepResult result = Linear(new SweepOptions { MaximumTrials = 3, Store = Store, Seed = 3 }).Run();
        Assert.AreEqual((TrialState.Failed, "Its process ended 3 times."), (result.Trials[1].State, result.Trials[1].Reason));
        Assert.HasCount(2, result.Leaderboard());
    }

    // A trial runs to its end, and as others come, whose epochs are better, one with the same options is behind.
    [TestMethod]
    public void Epochs_OfOtherProcesses_AreCompared()
    {
        MlpOptions small = new() { HiddenLayerSizes = [4], NumberOfEpochs = 9, BatchSize = 64, NumberOfThreads = 1, EarlyStoppingPatience = 0 };
        TrialState Last(int trials)
        {
            using SweepResult result = _ml.BinaryClassification.Sweep(ToySweep.Rows(_ml), new SweepOptions { MaximumTrials = trials, Store = Store, Seed = 3 })
                .Add("mlp", (MlpOptions tried) => ToySweep.Features(_ml)
                    .Append(_ml.BinaryClassification.Trainers.Mlp(small with { Seed = 1, Progress = tried.Progress, CancellationToken = tried.CancellationToken })))
                .Run();
            return result.Trials[^1].State;
        }
        Assert.AreEqual(TrialState.Completed, Last(1));
        Assert.AreEqual(TrialState.Completed, Last(2));
        Change("INSERT INTO rung SELECT trial + 100, fold, rung, loss - 1 FROM rung WHERE trial < 3");
        Assert.AreEqual(TrialState.Pruned, Last(3));
    }

    [TestMethod]
    public void Model_ThatCannotBeSaved_FailsItsTrial()
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.BinaryClassification
            .Sweep(ToySweep.Rows(_ml), new SweepOptions { MaximumTrials = 1, Store = Store })
            .Add("linear", (ToySweep.LinearOptions options) => _ml.Transforms.CustomMapping<ToySweep.Row, Changed>((row, changed) => changed.C = row.A, contractName: null)
                .Append(ToySweep.Features(_ml)).Append(ToySweep.Linear(_ml, options)))
            .Run());
        Assert.Contains("The model cannot be saved, which a sweep with a Store needs: ", error.Message);
    }

    private void Change(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Store};Pooling=False");
        connection.Open();
        SweepFile.Execute(connection, sql);
    }

    private Sweep Linear(SweepOptions options, Action? before = null, int at = 0)
    {
        int trial = 0;
        return _ml.BinaryClassification.Sweep(ToySweep.Rows(_ml), options)
            .Add("linear", (ToySweep.LinearOptions tried) => ToySweep.Features(_ml)
                .Append(new CountingEstimator(_ml.Transforms.CopyColumns("Copy", "A"), () =>
                {
                    if (++trial == at)
                    {
                        before!();
                        Thread.Sleep(200);
                    }
                }))
                .Append(ToySweep.Linear(_ml, tried)));
    }

    internal sealed class Changed
    {
        public float C { get; set; }
    }
}

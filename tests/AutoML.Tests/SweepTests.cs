namespace MLNetDeep.Tests;

/// <summary>Whole sweeps on toy rows.</summary>
[TestClass]
public sealed class SweepTests
{
    private static readonly MlpOptions s_small = new() { HiddenLayerCount = 1, HiddenLayerSize = 16, NumberOfEpochs = 30, BatchSize = 32, NumberOfThreads = 1 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Networks_WinWhereLinesCannot()
    {
        using SweepResult result = Compete(new SweepOptions { MaximumTrials = 14 }, ToySweep.Features(_ml)).Run();

        Assert.HasCount(14, result.Trials);
        Assert.AreEqual("mlp", result.Best.Candidate);
        Assert.IsGreaterThan(0.9, result.Best.Metric!.Value);
        Assert.AreEqual("AreaUnderRocCurve", result.Metric);
        Assert.AreSequenceEqual(["mlp", "linear"], result.Trials.Take(2).Select(trial => trial.Candidate)); // the defaults first
        Assert.AreEqual(new ToySweep.LinearOptions(), result.Trials[1].Options);
        Assert.AreSequenceEqual(result.Leaderboard().OrderByDescending(trial => trial.Metric), result.Leaderboard());
        Assert.IsNull(((MlpOptions)result.Best.Options).Progress);
    }

    [TestMethod]
    public void Model_OfTheBest_IsSavedAndHasTheMetric()
    {
        SweepOptions options = new() { MaximumTrials = 4, Seed = 5 };
        using SweepResult result = Compete(options, ToySweep.Features(_ml)).Run();
        using MemoryStream file = new();
        IDataView rows = ToySweep.Rows(_ml);
        _ml.Model.Save(result.Best.Model, rows.Schema, file);
        file.Position = 0;

        ITransformer loaded = _ml.Model.Load(file, out _);

        IDataView validation = new MLContext(5).Data.TrainTestSplit(rows, 0.2, seed: 5).TestSet;
        Assert.AreEqual(result.Best.Metric!.Value, _ml.BinaryClassification.Evaluate(loaded.Transform(validation)).AreaUnderRocCurve, 1e-6);
    }

    [TestMethod]
    public void SharedFeaturizers_AreFittedOncePerFold_AndOthersInEachTrial()
    {
        CountingEstimator shared = new(ToySweep.Features(_ml)), own = new(_ml.Transforms.CopyColumns("Copy", "A"));
        using SweepResult result = _ml.BinaryClassification.Sweep(ToySweep.Rows(_ml), new SweepOptions { MaximumTrials = 6, NumberOfFolds = 2, Prune = false })
            .Add("linear", (ToySweep.LinearOptions options) => shared.Append(ToySweep.Linear(_ml, options)))
            .Add("other", (ToySweep.LinearOptions options) => shared.Append(_ml.Transforms.CopyColumns("B2", "B")).Append(own).Append(ToySweep.Linear(_ml, options)))
            .Run();

        Assert.AreEqual(2, shared.Fits);
        Assert.AreEqual(2 * result.Trials.Count(trial => trial.Candidate == "other"), own.Fits);
        Assert.IsTrue(result.Trials.All(trial => trial.State == TrialState.Completed));
    }

    [TestMethod]
    public void Losers_EndEarly_AndOnlyThoseWithEpochs()
    {
        using SweepResult result = Compete(new SweepOptions { MaximumTrials = 24 }, ToySweep.Features(_ml)).Run();

        SweepTrial[] pruned = [.. result.Trials.Where(trial => trial.State == TrialState.Pruned)];
        Assert.IsNotEmpty(pruned);
        Assert.IsTrue(pruned.All(trial => trial.Candidate == "mlp" && trial.Epochs < ((MlpOptions)trial.Options).NumberOfEpochs));
        Assert.IsTrue(pruned.All(trial => trial.Metric is null && trial.Model is null));
        Assert.StartsWith("It was not among the best third after epoch ", pruned[0].Reason!);
    }

    [TestMethod]
    public void Losers_OfTheFirstFold_AreNotFittedToTheOthers()
    {
        CountingEstimator own = new(_ml.Transforms.CopyColumns("Copy", "A"));
        using SweepResult result = _ml.BinaryClassification.Sweep(ToySweep.Rows(_ml), new SweepOptions { LabelColumnName = "IsHigh", MaximumTrials = 9, NumberOfFolds = 3 })
            .Add("sees all", (ToySweep.LinearOptions options) => ToySweep.Features(_ml).Append(ToySweep.Linear(_ml, options, "IsHigh")))
            .Add("sees half", (ToySweep.LinearOptions options) => _ml.Transforms.Concatenate("Features", "A").Append(own).Append(ToySweep.Linear(_ml, options, "IsHigh")))
            .Run();

        SweepTrial[] ended = [.. result.Trials.Where(trial => trial.State == TrialState.Pruned)], half = [.. result.Trials.Where(trial => trial.Candidate == "sees half")];
        Assert.IsNotEmpty(ended);
        Assert.AreEqual("It was not among the best third after fold 1 of 3.", ended[0].Reason);
        Assert.AreEqual(half.Sum(trial => trial.State == TrialState.Pruned ? 1 : 3), own.Fits);
        Assert.AreEqual("sees all", result.Best.Candidate);
    }

    [TestMethod]
    public void Models_ThatAreNotAmongTheBestTen_AreFreed()
    {
        List<DeepTransformer> networks = [];
        IEstimator<ITransformer> Seen(MlpOptions options) => new WatchedEstimator(_ml.BinaryClassification.Trainers.Mlp(Small(options) with { NumberOfEpochs = 1 }), model => networks.Add((DeepTransformer)model));
        IDataView rows = ToySweep.Features(_ml).Fit(ToySweep.Rows(_ml)).Transform(ToySweep.Rows(_ml));
        bool IsFreed(DeepTransformer network)
        {
            try
            {
                return Scores.Of(network, rows).Length == 0;
            }
            catch (ObjectDisposedException)
            {
                return true;
            }
        }
        using (SweepResult result = _ml.BinaryClassification.Sweep(ToySweep.Rows(_ml), new SweepOptions { MaximumTrials = 13, Prune = false })
            .Add("mlp", (MlpOptions options) => ToySweep.Features(_ml).Append(Seen(options)))
            .Run())
        {
            Assert.HasCount(10, result.Trials.Where(trial => trial.Model is not null));
            Assert.HasCount(3, networks.Where(IsFreed));
        }
        Assert.HasCount(13, networks.Where(IsFreed));
    }

    [TestMethod]
    public void Epochs_AreMeasuredOnTheRowsThatTrialsAreJudgedOn()
    {
        List<EpochReport> epochs = [];
        using SweepResult result = _ml.BinaryClassification
            .Sweep(ToySweep.Rows(_ml), new SweepOptions { Metric = "Accuracy", MaximumTrials = 1, Progress = new Told(report => epochs.AddRange(report.Epoch is { } epoch ? [epoch] : [])) })
            .Add("mlp", (MlpOptions options) => ToySweep.Features(_ml).Append(_ml.BinaryClassification.Trainers.Mlp(Small(options))))
            .Run();

        DeepTransformer network = ((TransformerChain<ITransformer>)result.Best.Model!).OfType<DeepTransformer>().Single();
        Assert.AreEqual(result.Best.Metric!.Value, epochs[network.TrainingHistory.BestEpoch - 1].ValidationMetric!.Value, 1e-6);
        Assert.AreEqual(epochs.Count, result.Best.Epochs);
    }

    [TestMethod]
    public void OneSeed_GivesOneResult()
    {
        string Run()
        {
            MLContext ml = new(seed: 7);
            IEstimator<ITransformer> features = ToySweep.Features(ml);
            using SweepResult result = ml.BinaryClassification.Sweep(ToySweep.Rows(ml), new SweepOptions { MaximumTrials = 16 })
                .Add("mlp", (MlpOptions options) => features.Append(ml.BinaryClassification.Trainers.Mlp(Small(options))))
                .Run();
            return string.Join('\n', result.Trials.Select(trial => $"{trial.Candidate} {trial.State} {trial.Metric:r} {trial.Epochs} {((MlpOptions)trial.Options).LearningRate:r}"));
        }
        Assert.AreEqual(Run(), Run());
    }

    [TestMethod]
    public void Several_RunAtOnce()
    {
        int running = 0, most = 0;
        Barrier both = new(2);
        CountingEstimator slow = new(_ml.Transforms.CopyColumns("Copy", "A"), () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            both.SignalAndWait(TimeSpan.FromSeconds(20));
            Interlocked.Decrement(ref running);
        });
        using SweepResult result = _ml.BinaryClassification.Sweep(ToySweep.Rows(_ml), new SweepOptions { MaximumTrials = 4, Parallelism = 2 })
            .Add("linear", (ToySweep.LinearOptions options) => ToySweep.Features(_ml).Append(slow).Append(ToySweep.Linear(_ml, options)))
            .Run();

        Assert.HasCount(4, result.Leaderboard());
        Assert.AreEqual(2, most);
        Assert.AreSequenceEqual([1, 2, 3, 4], result.Trials.Select(trial => trial.Number));
    }

    [TestMethod]
    public void Csv_HasALinePerTrial_AndQuotesWhatNeedsIt()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mlnetdeep-csv-");
        string path = Path.Combine(folder.FullName, "trials.csv");
        using SweepResult result = _ml.BinaryClassification.Sweep(ToySweep.Rows(_ml), new SweepOptions { MaximumTrials = 2 })
            .Add("a \"linear\", one", (ToySweep.LinearOptions options) => ToySweep.Features(_ml).Append(ToySweep.Linear(_ml, options)))
            .Run();

        result.SaveCsv(path);
        result.SaveCsv(path); // replaces it

        string[] lines = File.ReadAllLines(path);
        Assert.HasCount(3, lines);
        Assert.AreEqual("Number,Candidate,State,AreaUnderRocCurve,Epochs,StartedSeconds,Seconds,Reason,Options", lines[0]);
        Assert.StartsWith(FormattableString.Invariant($"1,\"a \"\"linear\"\", one\",Completed,{result.Trials[0].Metric},0,"), lines[1]);
        Assert.EndsWith(",,\"{\"\"L2\"\":0.01}\"", lines[1]);
        Assert.HasCount(1, folder.GetFiles());
        folder.Delete(recursive: true);
    }

    [TestMethod]
    public void Regression_IsSweptByItsOwnMetrics()
    {
        using SweepResult result = _ml.Regression
            .Sweep(ToySweep.Rows(_ml), new SweepOptions { LabelColumnName = "Target", Metric = "RootMeanSquaredError", MaximumTrials = 5 })
            .Add("mlp", (MlpOptions options) => ToySweep.Features(_ml).Append(_ml.Regression.Trainers.Mlp(Small(options) with { LabelColumnName = "Target" })))
            .Run();
        Assert.AreEqual(result.Leaderboard().Min(trial => trial.Metric), result.Best.Metric);
    }

    [TestMethod]
    public void Multiclass_IsSweptOnRowsOfItsOwn()
    {
        IDataView rows = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(ToySweep.Rows(_ml)).Transform(ToySweep.Rows(_ml));
        using SweepResult result = _ml.MulticlassClassification.Sweep(rows, rows, new SweepOptions { MaximumTrials = 2 })
            .Add("mlp", (MlpOptions options) => ToySweep.Features(_ml).Append(_ml.MulticlassClassification.Trainers.Mlp(Small(options))))
            .Run();
        Assert.IsGreaterThan(0.8, result.Best.Metric!.Value);
    }

    private Sweep Compete(SweepOptions options, IEstimator<ITransformer> features) => _ml.BinaryClassification.Sweep(ToySweep.Rows(_ml), options)
        .Add("mlp", (MlpOptions tried) => features.Append(_ml.BinaryClassification.Trainers.Mlp(Small(tried))))
        .Add("linear", (ToySweep.LinearOptions tried) => features.Append(ToySweep.Linear(_ml, tried)));

    /// <summary>What is tried, in a network that trains in a moment.</summary>
    private static MlpOptions Small(MlpOptions tried) => s_small with
    {
        LearningRate = tried.LearningRate,
        Dropout = tried.Dropout,
        NumberOfEpochs = Math.Min(30, tried.NumberOfEpochs),
        Seed = tried.Seed,
        Progress = tried.Progress,
        CancellationToken = tried.CancellationToken,
    };

    private sealed class Told(Action<SweepReport> action) : IProgress<SweepReport>
    {
        public void Report(SweepReport value) => action(value);
    }
}

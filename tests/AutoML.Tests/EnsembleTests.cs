using System.Runtime.InteropServices;

namespace MLNetDeep.Tests;

/// <summary>The best trials as one model.</summary>
[TestClass]
public sealed class EnsembleTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Tasks => Enum.GetValues<TaskKind>().Select(task => new object[] { task });

    [TestMethod]
    [DynamicData(nameof(Tasks))]
    public void Trials_ThatKnowDifferentThings_AreBetterTogether(TaskKind task)
    {
        using SweepResult result = Halves(task).Run();
        SweepEnsemble ensemble = result.Ensemble;

        Assert.IsGreaterThan(result.Best.Metric!.Value + 0.01, ensemble.Metric);
        Assert.AreSequenceEqual(["a", "b"], ensemble.Members.Select(member => member.Trial.Candidate).Distinct().Order());
        Assert.AreEqual(1, ensemble.Members.Sum(member => member.Weight), 1e-9);
        Assert.AreEqual(ensemble.Metric, MetricOf(task, ensemble.Model), 1e-6);
        Assert.AreSame(ensemble, result.Ensemble);
    }

    // Of wA + 2(1 - w)B, the mean square is least at w = 0.8.
    [TestMethod]
    public void Weights_AreThoseOfTheBestMean()
    {
        using SweepResult result = Halves(TaskKind.Regression).Run();
        Assert.AreEqual(0.8, result.Ensemble.Members.Where(member => member.Trial.Candidate == "b").Sum(member => member.Weight), 0.06);
    }

    [TestMethod]
    [DynamicData(nameof(Tasks))]
    public async Task Saved_AndLoadedByAProgramWithoutOurTypes_SaysTheSameInTheColumnsOfASingleModel(TaskKind task)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mlnetdeep-ensemble-");
        string model = Path.Combine(folder.FullName, "model.zip"), data = Path.Combine(folder.FullName, "data.idv");
        using SweepResult result = Halves(task).Run();
        IDataView rows = Rows(task);
        _ml.Model.Save(result.Ensemble.Model, rows.Schema, model);
        using (FileStream stream = File.Create(data))
        {
            _ml.Data.SaveAsBinary(rows, stream);
        }
        IDataView scored = result.Ensemble.Model.Transform(_ml.Data.LoadFromBinary(data));

        FixtureResult run = await FixtureProgram.RunAsync("ScoreOnly", [model, data]);

        Assert.AreEqual("", run.Error);
        string[] output = run.Output.Split('\n', 2);
        Assert.AreSequenceEqual(Scores.Bits(Scores.Of(scored)), Scores.Bits(MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(output[0])).ToArray()));
        Assert.AreEqual(SchemaText.Of(scored.Schema), output[1]);
        Assert.AreEqual(SchemaText.Of(result.Best.Model!.Transform(rows).Schema["Score"]), SchemaText.Of(scored.Schema["Score"]));
        folder.Delete(recursive: true);
    }

    [TestMethod]
    public void BestAlone_IsTheEnsemble_WhereNoOtherHelps()
    {
        using SweepResult result = _ml.BinaryClassification.Sweep(ToySweep.Rows(_ml), new SweepOptions { LabelColumnName = "IsHigh", MaximumTrials = 3 })
            .Add("linear", (ToySweep.LinearOptions options) => ToySweep.Features(_ml).Append(ToySweep.Linear(_ml, options, "IsHigh")))
            .Run();
        Assert.AreSame(result.Best.Model, result.Ensemble.Model);
        Assert.AreEqual(result.Best.Metric, result.Ensemble.Metric);
        Assert.AreSequenceEqual([new SweepEnsembleMember(result.Best, 1)], result.Ensemble.Members);
    }

    [TestMethod]
    public void ModelsWithoutProbability_AreLeftOut_AndMayStillBeTheBest()
    {
        IEstimator<ITransformer> perceptron = ToySweep.Features(_ml).Append(_ml.BinaryClassification.Trainers.AveragedPerceptron("IsHigh"));
        using SweepResult result = Halves(TaskKind.BinaryClassification).Add("perceptron", (ToySweep.LinearOptions _) => perceptron).Run();
        Assert.AreEqual("perceptron", result.Best.Candidate);
        Assert.AreSame(result.Best.Model, result.Ensemble.Model);
    }

    [TestMethod]
    public void SharedFeaturizers_AreAskedOncePerRow()
    {
        IEstimator<ITransformer> shared = _ml.Transforms.CopyColumns("C", "A");
        using SweepResult result = Halves(TaskKind.Regression, shared).Run();
        ITransformer[] steps = [.. (TransformerChain<ITransformer>)result.Ensemble.Model];
        Assert.HasCount(2, steps);
        Assert.AreSame(((TransformerChain<ITransformer>)result.Best.Model!).First(), steps[0]);
        Assert.AreEqual(result.Ensemble.Metric, MetricOf(TaskKind.Regression, result.Ensemble.Model), 1e-6);
    }

    [TestMethod]
    public void Networks_AreMembersToo_OfAStore()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mlnetdeep-ensemble-");
        SweepOptions options = new() { MaximumTrials = 6, Store = Path.Combine(folder.FullName, "sweep.db"), Seed = 1 };
        MlpOptions small = new() { HiddenLayerSizes = [8], NumberOfEpochs = 3, BatchSize = 64, NumberOfThreads = 1 };
        using (SweepResult result = _ml.BinaryClassification.Sweep(ToySweep.Rows(_ml), options)
            .Add("mlp", (MlpOptions tried) => ToySweep.Features(_ml).Append(_ml.BinaryClassification.Trainers.Mlp(small with { LearningRate = tried.LearningRate, Dropout = 0, Seed = (int)(1e6 * tried.LearningRate) })))
            .Run())
        {
            Assert.IsGreaterThanOrEqualTo(result.Best.Metric!.Value, result.Ensemble.Metric);
        }
        folder.Delete(recursive: true);
    }

    [TestMethod]
    public void Selection_TakesWhatHelps_AsOftenAsItHelps()
    {
        // The target is 1: of 0.5 and 3 the best mean is 4 to 1.
        double[][] scores = [[0.5], [3], [-9]];
        int[] counts = EnsembleSelection.Select(scores, means => Math.Abs(means[0] - 1));
        Assert.AreSequenceEqual([4, 1, 0], counts);
    }

    /// <summary>Two candidates, each of which sees one of two features.</summary>
    private Sweep Halves(TaskKind task, IEstimator<ITransformer>? before = null)
    {
        IEstimator<ITransformer> Of(string feature, ToySweep.LinearOptions options) =>
            (before is null ? new EstimatorChain<ITransformer>() : new EstimatorChain<ITransformer>().Append(before))
                .Append(_ml.Transforms.Concatenate("Features", feature)).Append(Trainer(task, options));
        return Sweep(task, new SweepOptions { LabelColumnName = LabelOf(task), MaximumTrials = 4, Seed = 2 })
            .Add("a", (ToySweep.LinearOptions options) => Of("A", options))
            .Add("b", (ToySweep.LinearOptions options) => Of("B", options));
    }

    private Sweep Sweep(TaskKind task, SweepOptions options) => task switch
    {
        TaskKind.BinaryClassification => _ml.BinaryClassification.Sweep(Rows(task), options),
        TaskKind.MulticlassClassification => _ml.MulticlassClassification.Sweep(Rows(task), options),
        _ => _ml.Regression.Sweep(Rows(task), options),
    };

    private IEstimator<ITransformer> Trainer(TaskKind task, ToySweep.LinearOptions options) => task switch
    {
        TaskKind.BinaryClassification => ToySweep.Linear(_ml, options, LabelOf(task)),
        TaskKind.MulticlassClassification => _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(LabelOf(task), l2Regularization: options.L2),
        _ => _ml.Regression.Trainers.OnlineGradientDescent(LabelOf(task), numberOfIterations: 30),
    };

    private IDataView Rows(TaskKind task)
    {
        IDataView rows = ToySweep.Rows(_ml);
        return task == TaskKind.MulticlassClassification ? _ml.Transforms.Conversion.MapValueToKey("IsHigh").Fit(rows).Transform(rows) : rows;
    }

    private static string LabelOf(TaskKind task) => task == TaskKind.Regression ? "Target" : "IsHigh";

    private double MetricOf(TaskKind task, ITransformer model)
    {
        IDataView scored = model.Transform(new MLContext(2).Data.TrainTestSplit(Rows(task), 0.2, seed: 2).TestSet);
        return task switch
        {
            TaskKind.BinaryClassification => _ml.BinaryClassification.Evaluate(scored, "IsHigh").AreaUnderRocCurve,
            TaskKind.MulticlassClassification => _ml.MulticlassClassification.Evaluate(scored, "IsHigh").MicroAccuracy,
            _ => _ml.Regression.Evaluate(scored, "Target").RSquared,
        };
    }
}

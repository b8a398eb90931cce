namespace MLNetDeep.Tests;

/// <summary>Training begins with the weights of another model, as far as they fit.</summary>
[TestClass]
public sealed class InitialModelTests
{
    private const double NoLearning = 1e-30;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void WarmStart_BeforeItLearns_PredictsAsTheInitialModel(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml), other = trainer.Data(_ml, seed: 3); // of another scale and mean, a little
        using DeepTransformer initial = Reloaded(trainer.Fit(_ml, trainer.Small with { NumberOfEpochs = 6, LearningRate = 0.02 }), data);
        DeepTrainerOptions still = trainer.Small with { LearningRate = NoLearning, NumberOfEpochs = 1, Dropout = 0, WeightDecay = 0, InitialModel = initial, FreezeLayers = NamedWeights.BeforeLast(initial) };
        using DeepTransformer continued = trainer.Create(_ml, still).Fit(other); // frozen, since running averages follow each batch whatever the rate

        float[] expected = trainer.RawScores(initial, data), actual = trainer.RawScores(continued, data);
        Assert.IsLessThan(1e-5 * Math.Max(1, expected.Max(Math.Abs)), expected.Zip(actual, (one, same) => Math.Abs(one - same)).Max());
        TransferReport report = continued.TrainingHistory.Transfer!;
        Assert.IsEmpty(report.NotTaken);
        Assert.IsEmpty(report.Unused);
        Assert.IsNull(continued.Options.InitialModel);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void WarmStart_BeginsWhereTheInitialModelEnded(TrainerCase trainer)
    {
        DeepTrainerOptions options = trainer.Small with { NumberOfEpochs = 15, LearningRate = 0.01, Dropout = 0 };
        using DeepTransformer initial = trainer.Fit(_ml, options);
        using DeepTransformer continued = trainer.Fit(_ml, options with { NumberOfEpochs = 2, LearningRate = 1e-4, InitialModel = initial });
        using DeepTransformer scratch = trainer.Fit(_ml, options with { NumberOfEpochs = 2, LearningRate = 1e-4 });

        double end = initial.TrainingHistory.Epochs[^1].TrainingLoss;
        Assert.IsLessThan((end + scratch.TrainingHistory.Epochs[0].TrainingLoss) / 2, continued.TrainingHistory.Epochs[0].TrainingLoss);
        Assert.IsNull(scratch.TrainingHistory.Transfer);
    }

    [TestMethod]
    public void WarmStart_OfSparseRowsAndTokens_TakesTheirTables()
    {
        IDataView sparse = SparseData.Of(TaskKind.BinaryClassification, _ml);
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 10, Seed = 1 };
        using DeepTransformer initial = _ml.BinaryClassification.Trainers.Mlp(options).Fit(sparse);
        using DeepTransformer continued = _ml.BinaryClassification.Trainers.Mlp(options with { InitialModel = initial, LearningRate = NoLearning, NumberOfEpochs = 1, WeightDecay = 0 }).Fit(sparse);

        Assert.Contains("hidden.0.weight", continued.TrainingHistory.Transfer!.Taken);
        Assert.AreSequenceEqual(NamedWeights.Of(initial, "hidden.0.weight"), NamedWeights.Of(continued, "hidden.0.weight"));
    }

    [TestMethod]
    public void Transfer_ToOtherClasses_TakesAllButTheLastLayer()
    {
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 2, Seed = 1 };
        using DeepTransformer initial = _ml.MulticlassClassification.Trainers.Mlp(options).Fit(ToyData.Multiclass(_ml));
        IDataView renamed = ToyData.Keys(_ml, ToyData.Rows(200, 1, features => $"{ToyData.Color(features)}ish"));
        MessageLog log = new(_ml);
        using DeepTransformer sameNumber = _ml.MulticlassClassification.Trainers.Mlp(options with { InitialModel = initial }).Fit(renamed);
        using DeepTransformer binary = _ml.BinaryClassification.Trainers.Mlp(options with { InitialModel = initial }).Fit(ToyData.Binary(_ml));

        foreach (DeepTransformer model in new[] { sameNumber, binary })
        {
            TransferReport report = model.TrainingHistory.Transfer!;
            Assert.AreSequenceEqual(["scaling.median", "scaling.scale", "hidden.0.weight", "hidden.0.bias", "hidden.0.norm.weight", "hidden.0.norm.bias", "hidden.0.norm.running_mean", "hidden.0.norm.running_var"], report.Taken);
            Assert.AreSequenceEqual(["output.weight: the last layer, of another task or of other classes", "output.bias: the last layer, of another task or of other classes"], report.NotTaken);
        }
    }

    [TestMethod]
    public void Transfer_BetweenNetworks_ReportsWhatDoesNotFit()
    {
        MlpOptions options = new() { HiddenLayerSizes = [8, 6], Normalization = Normalization.None, NumberOfEpochs = 1, Seed = 1 };
        using DeepTransformer initial = _ml.Regression.Trainers.Mlp(options).Fit(ToyData.Regression(_ml));
        using DeepTransformer model = _ml.Regression.Trainers.Mlp(options with { HiddenLayerSizes = [8], InitialModel = initial }).Fit(ToyData.Regression(_ml));

        TransferReport report = model.TrainingHistory.Transfer!;
        Assert.AreSequenceEqual(["scaling.median", "scaling.scale", "hidden.0.weight", "hidden.0.bias", "output.bias"], report.Taken);
        Assert.AreSequenceEqual(["output.weight: [1, 8], where [1, 6] is there"], report.NotTaken);
        Assert.AreSequenceEqual(["hidden.1.weight", "hidden.1.bias"], report.Unused);
    }

    [TestMethod]
    public void Transfer_OfNothing_IsRefused()
    {
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 1 };
        using DeepTransformer initial = _ml.BinaryClassification.Trainers.Mlp(options).Fit(ToyData.Of(TaskKind.BinaryClassification, _ml, featureCount: 5));

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.MulticlassClassification.Trainers.Mlp(options with { HiddenLayerSizes = [4], Normalization = Normalization.None, InitialModel = initial }).Fit(ToyData.Multiclass(_ml)));

        Assert.AreEqual(
            "InitialModel has no weight of the name and shape of one of this network, which has scaling.median [4], scaling.scale [4], hidden.0.weight [4, 4]. Give the trainer the options of that model: InitialModel.Options with { InitialModel = ... }.",
            error.Message);
    }

    /// <summary>The model as it comes back from a file.</summary>
    private DeepTransformer Reloaded(DeepTransformer model, IDataView data)
    {
        using (model)
        {
            using MemoryStream stream = new();
            _ml.Model.Save(model, data.Schema, stream);
            stream.Position = 0;
            return (DeepTransformer)_ml.Model.Load(stream, out _);
        }
    }
}

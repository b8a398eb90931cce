using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Modules that no graph can express, beyond what the contract of all trainers asks.</summary>
[TestClass]
public sealed class ModuleFitTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TorchOptions _options = new() { Module = GatedNetwork.Small, NumberOfEpochs = 3, Seed = 1 };

    [TestInitialize]
    public void TellOfModules() => TestAssembly.MakesModules = true;

    [TestMethod]
    public void Module_LearnsWhatNoLinearModelCan()
    {
        TorchOptions options = _options with { Module = TorchModule.Of(GatedNetwork.Name, new GatedNetwork.Sizes(16, 0)), NumberOfEpochs = 60, LearningRate = 0.01 };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Torch(options).Fit(ToyData.Xor(_ml));

        Assert.IsGreaterThan(0.9, _ml.BinaryClassification.Evaluate(model.Transform(ToyData.Xor(_ml, seed: 2))).Accuracy);
    }

    [TestMethod]
    public void Weights_BehindTraining_AreThoseOfTheModuleThatScores()
    {
        IDataView data = ToyData.Regression(_ml);
        using DeepTransformer model = _ml.Regression.Trainers.Torch(_options).Fit(data);
        double squares = _ml.Regression.Evaluate(model.Transform(data)).RSquared;

        Assert.IsLessThan(model.TrainingHistory.Epochs[0].TrainingLoss, model.TrainingHistory.Epochs[^1].TrainingLoss);
        Assert.AreEqual(model.TrainingHistory.Epochs[^1].ValidationMetric!.Value, squares, 0.15); // of held-out rows, and of all
        Assert.IsFalse(NamedWeights.Of(model, "module.share").SequenceEqual(BitConverter.GetBytes(1f)));
        Assert.IsFalse(NamedWeights.Of(model, "module.norm.running_mean").All(bits => bits == 0));
    }

    [TestMethod]
    public void Summary_HasTheLayersOfTheModule()
    {
        using DeepTransformer model = _ml.MulticlassClassification.Trainers.Torch(_options).Fit(ToyData.Multiclass(_ml));

        Assert.AreSequenceEqual(
            [
                "scaling        Where, Sub, Mul  [N, 4]   8",
                "module.norm    TorchModule              32",
                "module         TorchModule               1",
                "module.enter   TorchModule              40",
                "module.gate    TorchModule              72",
                "module.change  TorchModule              72",
                "module.leave   TorchModule      [N, 3]  27",
                "252 parameters, for MulticlassClassification with 3 classes",
            ],
            model.Summary().ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    [TestMethod]
    public void Sequential_OfLayersThatOnnxHas_BecomesAGraph()
    {
        TorchModules.Register("plain", context => nn.Sequential(nn.Linear(context.FeatureCount, 8), nn.ReLU(), nn.Linear(8, context.OutputCount)));
        IDataView data = ToyData.Regression(_ml);
        using DeepTransformer model = _ml.Regression.Trainers.Torch(_options with { Module = new TorchModule("plain") }).Fit(data);
        using DeepTransformer same = _ml.Regression.Trainers
            .Torch(_options with { Module = null, Network = context => nn.Sequential(nn.Linear(context.FeatureCount, 8), nn.ReLU(), nn.Linear(8, context.OutputCount)) }).Fit(data);
        model.SaveOnnx(Stream.Null);

        BitAssert.AreEqual(Scores.Of(same, data), Scores.Of(model, data));
    }

    [TestMethod]
    public void Sequential_OfOtherLayers_IsTakenAsItIsAndTheUserTold()
    {
        TorchModules.Register("leaky", context => nn.Sequential(nn.Linear(context.FeatureCount, 8), nn.LeakyReLU(0.1), nn.Linear(8, context.OutputCount)));
        MessageLog log = new(_ml);
        using DeepTransformer model = _ml.Regression.Trainers.Torch(_options with { Module = new TorchModule("leaky") }).Fit(ToyData.Regression(_ml));

        Assert.Contains(
            "The network is the module 'leaky', of which a model has the name and the weights, and LibTorch makes the predictions. "
            + "Layer '1' of the network, a LeakyReLU, cannot be exported to ONNX by this library, with these parameters and for rows of 8 numbers.",
            log.Information);
        Assert.ThrowsExactly<InvalidOperationException>(() => model.SaveOnnx(Stream.Null));
    }

    [TestMethod]
    public void Rows_ThatAreMostlyZero_AreMadeDenseBatchByBatchAndTheUserTold()
    {
        IDataView data = SparseData.Of(TaskKind.BinaryClassification, _ml), dense = SparseData.Of(TaskKind.BinaryClassification, _ml, isDense: true);
        MessageLog log = new(_ml);
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Torch(_options with { NumberOfEpochs = 10 }).Fit(data);

        Assert.Contains("The features are mostly zero, and are kept so; the module gets each batch as a matrix with all 5000 of them.", log.Information);
        Assert.IsGreaterThan(0.9, _ml.BinaryClassification.Evaluate(model.Transform(data)).AreaUnderRocCurve);
        BitAssert.AreEqual(Scores.Of(model, data), Scores.Of(model, dense));
    }

    [TestMethod]
    public void NumbersThatTheApplicationDraws_ChangeNothing()
    {
        IDataView data = ToyData.Regression(_ml);
        using DeepTransformer first = _ml.Regression.Trainers.Torch(_options).Fit(data);
        rand(3).Dispose();
        using DeepTransformer second = _ml.Regression.Trainers.Torch(_options).Fit(data);

        BitAssert.AreEqual(Scores.Of(first, data), Scores.Of(second, data));
    }

    [TestMethod]
    public void Fits_AtOnce_DisturbNobody()
    {
        IDataView data = ToyData.Regression(_ml);
        using DeepTransformer alone = _ml.Regression.Trainers.Torch(_options).Fit(data);
        float[] expected = Scores.Of(alone, data);
        OnThreads.Run(4, thread =>
        {
            TorchOptions options = _options with { Seed = thread < 2 ? 1 : thread };
            using DeepTransformer model = new MLContext(seed: 1).Regression.Trainers.Torch(options).Fit(data);
            Assert.AreEqual(thread < 2, Scores.Bits(expected).SequenceEqual(Scores.Bits(Scores.Of(model, data))));
        });
    }

    [TestMethod]
    public void Engines_OnManyThreads_ShareOneModule()
    {
        ToyRow<float>[] rows = ToyData.Rows(200, seed: 2, ToyData.Number);
        IDataView data = ToyData.View(_ml, rows);
        using DeepTransformer model = _ml.Regression.Trainers.Torch(_options).Fit(data);
        float[] expected = Scores.Of(model, data);
        OnThreads.Run(8, thread =>
        {
            long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            using PredictionEngine<ToyRow<float>, Predicted> engine = _ml.Model.CreatePredictionEngine<ToyRow<float>, Predicted>(
                model, new PredictionEngineOptions { InputSchemaDefinition = ToyData.Schema(rows), OwnsTransformer = false });
            foreach ((ToyRow<float> row, float score) in rows.Zip(expected))
            {
                Assert.AreEqual(score, engine.Predict(row).Score, 1e-5f);
            }
            Assert.AreEqual(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        });
    }

    [TestMethod]
    public void Model_OpenedInAScopeOfTheCaller_OutlivesIt()
    {
        IDataView data = ToyData.Regression(_ml);
        using DeepTransformer model = _ml.Regression.Trainers.Torch(_options).Fit(data);
        DeepTransformer opened;
        using (NewDisposeScope())
        {
            opened = new DeepTransformer(model.Model);
        }

        BitAssert.AreEqual(Scores.Of(model, data), Scores.Of(opened, data));
        opened.Dispose();
    }

    [TestMethod]
    public void Freezing_KeepsRunningAverages()
    {
        IDataView data = ToyData.Regression(_ml);
        using DeepTransformer initial = _ml.Regression.Trainers.Torch(_options).Fit(data);
        using DeepTransformer tuned = _ml.Regression.Trainers
            .Torch((TorchOptions)initial.Options with { InitialModel = initial, FreezeLayers = ["module.enter", "module.norm"] }).Fit(ToyData.Regression(_ml, seed: 2));

        foreach (string name in new[] { "module.enter.weight", "module.norm.weight", "module.norm.running_mean", "module.norm.running_var" })
        {
            Assert.AreSequenceEqual(NamedWeights.Of(initial, name), NamedWeights.Of(tuned, name));
        }
        CollectionAssert.AreNotEqual(NamedWeights.Of(initial, "module.gate.weight"), NamedWeights.Of(tuned, "module.gate.weight"));
    }

    [TestMethod]
    public void InitialModel_OfOtherClasses_KeepsAllButTheLastLayer()
    {
        using DeepTransformer initial = _ml.Regression.Trainers.Torch(_options).Fit(ToyData.Regression(_ml));
        using DeepTransformer other = _ml.MulticlassClassification.Trainers.Torch(_options with { InitialModel = initial }).Fit(ToyData.Multiclass(_ml));

        Assert.AreSequenceEqual(
            ["module.leave.weight: the last layer, of another task or of other classes", "module.leave.bias: the last layer, of another task or of other classes"], other.TrainingHistory.Transfer!.NotTaken);
    }

    [TestMethod]
    public void LearningRates_AreFoundForModulesToo()
    {
        LearningRateCurve curve = _ml.Regression.Trainers.Torch(_options).FindLearningRate(ToyData.Regression(_ml));

        Assert.IsGreaterThan(0, curve.Suggestion);
    }

    private sealed class Predicted
    {
        public float Score { get; set; }
    }
}

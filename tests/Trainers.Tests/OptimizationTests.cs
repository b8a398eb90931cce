namespace MLNetDeep.Tests;

/// <summary>Options of the optimizer, over all trainers.</summary>
[TestClass]
public sealed class OptimizationTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Sgd_Learns_OtherWeightsThanAdamW(TrainerCase trainer)
    {
        DeepTrainerOptions options = trainer.Small with { Optimizer = Optimizer.Sgd, LearningRate = 0.1, NumberOfEpochs = 10, Dropout = 0 };
        using DeepTransformer sgd = trainer.Fit(_ml, options);
        using DeepTransformer adam = trainer.Fit(_ml, options with { Optimizer = Optimizer.AdamW, LearningRate = 0.01 });

        IReadOnlyList<EpochReport> epochs = sgd.TrainingHistory.Epochs;
        Assert.IsLessThan(0.95 * epochs[0].TrainingLoss, epochs[^1].TrainingLoss);
        Assert.AreNotEqual(Scores.Of(adam, trainer.Data(_ml))[0], Scores.Of(sgd, trainer.Data(_ml))[0]);
    }

    [TestMethod]
    public void Sgd_OnSparseRows_Learns()
    {
        IDataView data = SparseData.Of(TaskKind.BinaryClassification, _ml);
        MlpOptions options = new() { HiddenLayerSizes = [16], Optimizer = Optimizer.Sgd, LearningRate = 0.5, NumberOfEpochs = 30, Seed = 1 };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(data);

        Assert.IsTrue(SparseData.IsSparse(model));
        Assert.IsGreaterThan(0.9, _ml.BinaryClassification.Evaluate(model.Transform(data)).AreaUnderRocCurve);
    }

    [TestMethod]
    public void Momentum_ChangesTheSteps()
    {
        float First(double momentum)
        {
            MlpOptions options = new() { HiddenLayerSizes = [8], Optimizer = Optimizer.Sgd, Momentum = momentum, LearningRate = 0.05, NumberOfEpochs = 3, Seed = 1 };
            using DeepTransformer model = _ml.Regression.Trainers.Mlp(options).Fit(ToyData.Regression(_ml));
            return Scores.Of(model, ToyData.Regression(_ml))[0];
        }

        Assert.AreNotEqual(First(0), First(0.9));
    }

    /// <summary>Those without normalization by batches, which would see others.</summary>
    public static IEnumerable<TrainerCase> WithoutBatchNormalization => TrainerCase.OfRows.Where(trainer => trainer.Small is MlpOptions or RnnOptions);

    [TestMethod]
    [DynamicData(nameof(WithoutBatchNormalization))]
    public void BatchesPerStep_OfSmallBatches_AreOneLargeBatch(TrainerCase trainer)
    {
        DeepTrainerOptions options = trainer.Small with { Dropout = 0, ValidationFraction = 0, LearningRate = 0.01, ExampleWeightColumnName = "Weight" };
        options = options is MlpOptions mlp ? mlp with { Normalization = Normalization.None } : options;
        IDataView data = trainer.Data(_ml, weight: row => 1 + (row % 3));
        float[] Of(int batchSize, int batches)
        {
            using DeepTransformer model = trainer.Create(_ml, options with { BatchSize = batchSize, BatchesPerStep = batches }).Fit(data);
            return trainer.RawScores(model, data);
        }

        float[] large = Of(100, 1), parts = Of(25, 4), small = Of(25, 1);
        Assert.IsLessThan(2e-3, large.Zip(parts, (one, same) => Math.Abs(one - same)).Max());
        Assert.IsGreaterThan(1e-2, large.Zip(small, (one, other) => Math.Abs(one - other)).Max());
    }

    [TestMethod]
    public void Parts_OfAnEpoch_MakeWholeSteps()
    {
        Batches batches = Batches.Of(100, 15); // 7 of them
        StepPart[] parts = [.. Enumerable.Range(0, 7).Select(batch => batches.Part(batch, batchesPerStep: 3))];

        Assert.AreSequenceEqual([true, false, false, true, false, false, true], parts.Select(part => part.Begins));
        Assert.AreSequenceEqual([false, false, true, false, false, true, true], parts.Select(part => part.Ends));
        foreach (double step in new[] { parts[..3].Sum(part => part.Share), parts[3..6].Sum(part => part.Share), parts[6].Share })
        {
            Assert.AreEqual(1, step, 1e-12);
        }
        Assert.AreEqual(StepPart.Whole, batches.Part(4, batchesPerStep: 1));
    }
}

namespace MLNetDeep.Tests;

/// <summary>Data at the edge of what makes sense is learned from and scored, with finite scores.</summary>
[TestClass]
public sealed class EdgeDataTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Changes =>
        from trainer in TrainerCase.All
        from change in new (string Name, Func<float[], float[]> Change)[]
        {
            ("a column of NaN", features => [features[0], features[1], features[2], float.NaN]),
            ("some NaN", features => [features[0], features[1], features[2], features[3] > 0 ? features[3] : float.NaN]),
            ("some infinite", features => [features[0], 1 / MathF.Round(features[1]), features[2], features[3]]),
            ("a constant column", features => [features[0], features[1], features[2], 7]),
            ("constant columns only", _ => [1, 0, -1, float.MaxValue]),
            ("1e38", features => [.. features.Select(feature => feature * 1e38f)]),
            ("near the largest", features => [.. features.Select(feature => feature > 0 ? float.MaxValue : float.MinValue)]),
            ("near the smallest", features => [.. features.Select(feature => feature * 1e-44f)]),
            ("an outlier", features => [features[0] > 0.99f ? 1e30f : features[0], features[1], features[2], features[3]]),
        }
        select new object[] { trainer, change.Name, change.Change };

    [TestMethod]
    [DynamicData(nameof(Changes))]
    public void Features_OfThisKind_GiveFiniteScores(TrainerCase trainer, string kind, Func<float[], float[]> change)
    {
        IDataView data = FeatureChange.Map(_ml, trainer.Data(_ml), change);
        using DeepTransformer model = trainer.Trainer(_ml).Fit(data);

        Assert.AreEqual(StopReason.Completed, model.TrainingHistory.StopReason, kind);
        AssertScoresAnything(model, trainer);
        BitAssert.AreFinite(Scores.Of(model, data));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Rows_FewerThanABatch_GiveFiniteScores(TrainerCase trainer)
    {
        using DeepTransformer model = trainer.Create(_ml, trainer.Small with { BatchSize = 64 }).Fit(trainer.Data(_ml, rows: 5));
        AssertScoresAnything(model, trainer);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Features_OfOneSlot_GiveFiniteScores(TrainerCase trainer)
    {
        IDataView data = trainer.HasStepLabels ? trainer.Data(_ml, featureCount: 1) : FeatureChange.First(_ml, trainer.Data(_ml));
        using DeepTransformer model = trainer.Trainer(_ml).Fit(data);

        Assert.AreEqual(1, model.Model.FeatureCount);
        BitAssert.AreFinite(Scores.Of(model, data));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Binary), typeof(TrainerCase))]
    public void Features_OfAHundredThousandSlots_GiveFiniteScores(TrainerCase trainer)
    {
        const int Slots = 100_000;
        IDataView data = trainer.Data(_ml, rows: 20, featureCount: Slots);
        using DeepTransformer model = trainer.Trainer(_ml).Fit(data);

        Assert.AreEqual(trainer.Small is RnnOptions ? 1 : Slots, model.Model.FeatureCount); // more steps than MaximumLength: rows of any length
        BitAssert.AreFinite(Scores.Of(model, data));
    }

    /// <summary>TorchSharp's batch normalization, unlike ours, makes nothing but its bias of a single row.</summary>
    public static IEnumerable<TrainerCase> WithKnownLayers => TrainerCase.Regression.Except(TrainerCase.Modules);

    [TestMethod]
    [DynamicData(nameof(WithKnownLayers))]
    public void Row_ThatIsTheOnlyOne_IsLearnedInRegression(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml, rows: 1);
        using DeepTransformer model = trainer.Create(_ml, trainer.Small with { NumberOfEpochs = 100, LearningRate = 0.05 }).Fit(data);

        Assert.AreEqual(data.GetColumn<float>("Label").Single(), Scores.Of(model, data)[0], 0.1f);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Classifiers), typeof(TrainerCase))]
    public void Row_ThatIsTheOnlyOne_IsRefusedInClassification(TrainerCase trainer)
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Trainer(_ml).Fit(trainer.Data(_ml, rows: 1)));
        Assert.StartsWith("All 1 training rows have the same value in label column 'Label'", error.Message);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Weight_OfTwoRowsOnly_TrainsWithoutDiverging(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml, weight: row => row is 7 or 11 ? 1 : 0);
        using DeepTransformer model = trainer.Create(_ml, trainer.Small with { ExampleWeightColumnName = "Weight" }).Fit(data);

        Assert.AreEqual(StopReason.Completed, model.TrainingHistory.StopReason);
        AssertScoresAnything(model, trainer);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void LearningRate_OfAnAbsurdSize_GivesFiniteScores(TrainerCase trainer)
    {
        foreach (double rate in (double[])[1e3, 1e10, 1e20, 1e30, 1e38, 1e300])
        {
            foreach (double fraction in (double[])[0, 0.1])
            {
                using DeepTransformer model = trainer.Fit(_ml, trainer.Small with { LearningRate = rate, ValidationFraction = fraction });
                AssertScoresAnything(model, trainer);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Options_BeyondTheFloats_GiveFiniteScores(TrainerCase trainer)
    {
        using DeepTransformer clipped = trainer.Fit(_ml, trainer.Small with { GradientClipNorm = double.MaxValue });
        using DeepTransformer unclipped = trainer.Fit(_ml, trainer.Small with { GradientClipNorm = 0 });
        using DeepTransformer decayed = trainer.Fit(_ml, trainer.Small with { WeightDecay = double.MaxValue });

        BitAssert.AreEqual(Scores.Of(unclipped, trainer.Data(_ml)), Scores.Of(clipped, trainer.Data(_ml)));
        AssertScoresAnything(decayed, trainer);
    }

    /// <summary>Also of features that no training row had.</summary>
    private void AssertScoresAnything(DeepTransformer model, TrainerCase trainer)
    {
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, 0, 1e38f, float.Epsilon];
        int next = 0;
        IDataView data = FeatureChange.Map(_ml, trainer.Data(_ml, rows: 64), features =>
        {
            next++;
            return [odd[next % 8], odd[next / 8 % 8], features[2], odd[next * 5 % 8]];
        });
        BitAssert.AreFinite(Scores.Of(model, data));
    }
}

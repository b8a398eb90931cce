namespace MLNetDeep.Tests;

/// <summary>A row's scores depend on its features alone: not on the form of the vector, on other rows, or on who asks.</summary>
[TestClass]
public sealed class ScoringTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void PredictionEngine_RowByRow_GivesTheScoresOfTransform(TrainerCase trainer)
    {
        using DeepTransformer model = trainer.Fit(_ml);
        IDataView data = trainer.Data(_ml, rows: 300, seed: 2); // more than one block

        float[] byEngine = OneByOne.Scores(_ml, model, data);

        float[] byTransform = Scores.Of(model, data);
        Assert.HasCount(byTransform.Length, byEngine);
        for (int i = 0; i < byTransform.Length; i++)
        {
            Assert.AreEqual(byTransform[i], byEngine[i], 1e-6f);
        }
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void SparseFeatures_GiveTheScoresOfDenseOnes(TrainerCase trainer)
    {
        IDataView dense = FeatureChange.Map(_ml, trainer.Data(_ml), features => [.. features.Select(feature => Math.Max(feature, 0))]);
        IDataView sparse = FeatureChange.ToSparse(_ml, dense);
        Assert.IsFalse(sparse.GetColumn<VBuffer<float>>("Features").First().IsDense);
        using DeepTransformer ofDense = trainer.Trainer(_ml).Fit(dense), ofSparse = trainer.Trainer(_ml).Fit(sparse);

        float[] expected = Scores.Of(ofDense, dense);

        BitAssert.AreEqual(expected, Scores.Of(ofDense, sparse));
        BitAssert.AreEqual(expected, Scores.Of(ofSparse, sparse));
        BitAssert.AreEqual(OneByOne.Scores(_ml, ofDense, dense), OneByOne.Scores(_ml, ofDense, sparse));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Binary), typeof(TrainerCase))]
    public void Probability_IsTheSigmoidOfTheScore_AndThePredictedLabelWhetherItExceedsTheThreshold(TrainerCase trainer)
    {
        using DeepTransformer model = trainer.Fit(_ml);
        using DeepTransformer strict = model.WithThreshold(0.6f);
        IDataView scored = strict.Transform(trainer.Data(_ml));
        float[] scores = [.. scored.GetColumn<float>("Score")], probabilities = [.. scored.GetColumn<float>("Probability")];

        for (int row = 0; row < scores.Length; row++)
        {
            Assert.AreEqual(1 / (1 + Math.Exp(-scores[row])), probabilities[row], 1e-6);
        }
        Assert.AreSequenceEqual(probabilities.Select(probability => probability > 0.6f).ToArray(), scored.GetColumn<bool>("PredictedLabel").ToArray());
        Assert.AreSequenceEqual(
            probabilities.Select(probability => probability > 0.5f).ToArray(), model.Transform(trainer.Data(_ml)).GetColumn<bool>("PredictedLabel").ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Multiclass), typeof(TrainerCase))]
    public void MulticlassScores_AreProbabilities_AndThePredictedLabelIsTheKeyOfTheLargest(TrainerCase trainer)
    {
        using DeepTransformer model = trainer.Fit(_ml);
        IDataView scored = model.Transform(trainer.Data(_ml));
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];

        Assert.IsTrue(scores.All(row => Math.Abs(row.Sum() - 1) < 1e-5 && row.All(score => score >= 0)));
        Assert.AreSequenceEqual(scores.Select(row => (uint)Array.IndexOf(row, row.Max()) + 1).ToArray(), scored.GetColumn<uint>("PredictedLabel").ToArray());
    }
}

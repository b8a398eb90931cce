namespace MLNetDeep.Tests;

/// <summary>Rows that cannot be learned from are skipped and counted; data of nothing else is refused.</summary>
[TestClass]
public sealed class BadRowTests
{
    private const string Remedy = "Fix the columns, or name others in the options.";

    private readonly MLContext _ml = new(seed: 1);

    /// <summary>A Boolean label is never missing.</summary>
    public static IEnumerable<TrainerCase> WithMissingLabels => TrainerCase.Multiclass.Concat(TrainerCase.Regression);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Rows_WithBadWeights_AreSkippedWithOneWarning(TrainerCase trainer)
    {
        float[] bad = [float.NaN, -1, float.PositiveInfinity, float.NegativeInfinity];
        IDataView data = trainer.Data(_ml, weight: i => i % 50 == 3 ? bad[i / 50 % 4] : 1);
        AssertSkipped(
            trainer,
            data,
            _ml.Data.FilterRowsByColumn(data, "Weight", lowerBound: 0, upperBound: float.MaxValue),
            "Skipped 8 of 400 rows of the training data: 8 for a missing, infinite or negative value in weight column 'Weight'.");
    }

    [TestMethod]
    [DynamicData(nameof(WithMissingLabels))]
    public void Rows_WithMissingLabels_AreSkippedWithOneWarning(TrainerCase trainer)
    {
        IDataView data = WithoutSomeLabels(trainer.Task, rows: 400, isMissing: features => features[3] > 0.9f);
        IDataView known = _ml.Data.FilterRowsByMissingValues(data, "Label");
        long missing = 400 - known.GetColumn<float>("Weight").Count();
        AssertSkipped(trainer, data, known, $"Skipped {missing} of 400 rows of the training data: {missing} for a missing or infinite value in label column 'Label'.");
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Row_OfAnotherLength_IsRefused(TrainerCase trainer)
    {
        IDataView data = FeatureChange.Map(_ml, trainer.Data(_ml, rows: 20), features => features[0] > 0.5f ? features[1..] : features);

        AssertRefused(trainer, data, "Feature column 'Features' gave a vector of 3 slots where its type promises 4.");
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Data_WithoutRows_IsRefused(TrainerCase trainer) =>
        AssertRefused(trainer, trainer.Data(_ml, rows: 0), "The training data has no rows. Check the file, the filter or the split before the trainer.");

    [TestMethod]
    [DynamicData(nameof(WithMissingLabels))]
    public void Data_WithoutAnyLabel_IsRefused(TrainerCase trainer) =>
        AssertRefused(trainer, WithoutSomeLabels(trainer.Task, rows: 20, isMissing: _ => true),
            $"No row of the training data can be used: skipped 20 for a missing or infinite value in label column 'Label'. {Remedy}");

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Data_WithBadWeightsOnly_IsRefused(TrainerCase trainer) =>
        AssertRefused(trainer, trainer.Data(_ml, rows: 20, weight: i => i % 2 == 0 ? float.NaN : -1),
            $"No row of the training data can be used: skipped 20 for a missing, infinite or negative value in weight column 'Weight'. {Remedy}");

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Data_WithWeightsOfZeroOnly_IsRefused(TrainerCase trainer) =>
        AssertRefused(trainer, trainer.Data(_ml, rows: 20, weight: _ => 0),
            $"No row of the training data can be used: skipped 20 for a value of 0 in weight column 'Weight'. {Remedy}");

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Rows_WithWeightsOfZero_AreAsIfNotThere(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml, weight: i => i % 3);
        AssertSkipped(trainer, data, _ml.Data.FilterRowsByColumn(data, "Weight", lowerBound: 1));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Classifiers), typeof(TrainerCase))]
    public void Data_OfOneClass_IsRefused(TrainerCase trainer)
    {
        IDataView data = trainer.Task == TaskKind.BinaryClassification
            ? ToyData.View(_ml, ToyData.Rows(20, 1, _ => true))
            : ToyData.Keys(_ml, ToyData.Rows(20, 1, _ => "red"));
        AssertRefused(trainer, data,
            "All 20 training rows have the same value in label column 'Label': classification needs at least two classes. Check the split or the filter before the trainer.");
    }

    private IDataView WithoutSomeLabels(TaskKind task, int rows, Func<float[], bool> isMissing) => task == TaskKind.Regression
        ? ToyData.View(_ml, ToyData.Rows(rows, 1, features => isMissing(features) ? float.NaN : ToyData.Number(features)))
        : ToyData.Keys(_ml, ToyData.Rows(rows, 1, features => isMissing(features) ? "" : ToyData.Color(features)));

    private void AssertSkipped(TrainerCase trainer, IDataView data, IDataView usable, params string[] warnings)
    {
        MessageLog log = new(_ml);
        DeepTrainer weighted = Weighted(trainer);
        using DeepTransformer ofUsable = weighted.Fit(usable);
        Assert.IsEmpty(log.Warnings);

        using DeepTransformer ofAll = weighted.Fit(data);

        Assert.AreSequenceEqual(warnings, log.Warnings.ToArray());
        BitAssert.AreEqual(Scores.Of(ofUsable, data), Scores.Of(ofAll, data));
    }

    private void AssertRefused(TrainerCase trainer, IDataView data, string message)
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Weighted(trainer).Fit(data));
        Assert.AreEqual(message, error.Message);
    }

    private DeepTrainer Weighted(TrainerCase trainer) => trainer.Create(_ml, trainer.Small with { ExampleWeightColumnName = "Weight" });
}

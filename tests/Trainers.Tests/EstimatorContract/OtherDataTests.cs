namespace MLNetDeep.Tests;

/// <summary>Validation data and data to score must be like the training data.</summary>
[TestClass]
public sealed class OtherDataTests
{
    private const string TooWide = "Schema mismatch for feature column 'Features': expected 4 slots, as in training, got 5. Featurize the data with the pipeline that the model was trained with.";

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> NotFeatures =>
        from trainer in TrainerCase.All
        from row in new (string[] Columns, string Message)[]
        {
            (["Label"], "Could not find feature column 'Features'. Add it to the data, or name another one in the options."),
            (["Weight", "Features"], "Schema mismatch for feature column 'Features': expected Vector<Single> of known size, got Single. Build it with mlContext.Transforms.Concatenate(\"Features\", ...) from Single columns."),
        }
        select new object[] { trainer, row.Columns, row.Message };

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Scoring_OfWiderFeatures_IsRefused(TrainerCase trainer)
    {
        using DeepTransformer model = trainer.Fit(_ml);
        AssertRefuses(model, Wider(trainer), TooWide);
    }

    [TestMethod]
    [DynamicData(nameof(NotFeatures))]
    public void Scoring_WithoutFittingFeatures_IsRefused(TrainerCase trainer, string[] columns, string message)
    {
        using DeepTransformer model = trainer.Fit(_ml);
        IDataView data = _ml.Transforms.SelectColumns(columns[0]).Fit(trainer.Data(_ml)).Transform(trainer.Data(_ml));
        AssertRefuses(model, _ml.Transforms.CopyColumns(columns[^1], columns[0]).Fit(data).Transform(data), message);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Validation_OfWiderFeatures_IsRefused(TrainerCase trainer) => AssertRefusesValidation(trainer, Wider(trainer), TooWide);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Validation_WithoutRows_IsRefused(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Trainer(_ml).Fit(data, _ml.Data.FilterRowsByColumn(data, "Weight", lowerBound: 2)));
        Assert.AreEqual("The validation data has no rows. Check the file, the filter or the split before the trainer.", error.Message);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Validation_WithATextLabel_IsRefused(TrainerCase trainer)
    {
        IDataView texts = ToyData.View(_ml, ToyData.Rows(20, 1, ToyData.Color));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Trainer(_ml).Fit(trainer.Data(_ml), texts));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Multiclass), typeof(TrainerCase))]
    public void Validation_WithAnotherNumberOfClasses_IsRefused(TrainerCase trainer) => AssertRefusesValidation(
        trainer,
        ToyData.Keys(_ml, ToyData.Rows(20, 1, features => features[0])),
        "Schema mismatch for label column 'Label': expected Key<UInt32, 0-2> in the validation data, as in training, got Key<UInt32, 0-19>. Featurize both with the same fitted transformer.");

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Multiclass), typeof(TrainerCase))]
    public void Validation_WithOtherClasses_IsRefused(TrainerCase trainer) => AssertRefusesValidation(
        trainer,
        ToyData.Keys(_ml, ToyData.Rows(20, 1, features => $"not {ToyData.Color(features)}")),
        "Schema mismatch for label column 'Label': expected key 1 to stand for 'blue' in the validation data, as in training, got 'not blue'. Featurize both with the same fitted transformer.");

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Fit_WithValidationData_MeasuresOnItAndLearnsFromAllOfTheRest(TrainerCase trainer)
    {
        using DeepTransformer model = trainer.Trainer(_ml).Fit(trainer.Data(_ml), trainer.Data(_ml, rows: 50, seed: 2));

        Assert.AreEqual(400, model.TrainingHistory.TrainingRowCount);
        Assert.AreEqual(50, model.TrainingHistory.ValidationRowCount);
    }

    private IDataView Wider(TrainerCase trainer) => trainer.Data(_ml, rows: 20, featureCount: 5);

    private void AssertRefusesValidation(TrainerCase trainer, IDataView validation, string message)
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Trainer(_ml).Fit(trainer.Data(_ml), validation));
        Assert.AreEqual(message, error.Message);
    }

    private static void AssertRefuses(DeepTransformer model, IDataView data, string message)
    {
        Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(data)).Message);
        Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.GetOutputSchema(data.Schema)).Message);
        Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.GetRowToRowMapper(data.Schema)).Message);
    }
}

namespace MLNetDeep.Tests;

/// <summary>Steps and rows whose labels teach nothing are skipped and counted; columns that cannot fit are refused.</summary>
[TestClass]
public sealed class StepLabelsTests
{
    private static readonly RnnOptions s_small = new() { HiddenSize = 8, NumberOfEpochs = 2, ExampleWeightColumnName = "Weight", Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);
    private readonly ToyRow<float[]>[] _rows = TaggedData.Sums(200, seed: 1);

    [TestMethod]
    public void Rows_WithoutFittingLabels_AreSkippedWithOneWarning()
    {
        ToyRow<float[]>[] bad =
        [
            new([1, 2, 3], [1, 2]), new([1, 2], [1, 2, 3]), new([], [1]), // other lengths
            new([1, 2], [float.NaN, float.PositiveInfinity]), new([], []), // no label
            new([1], [1], weight: float.NaN), new([1], [1], weight: 0), new([1], [float.NaN], weight: -1),
        ];

        AssertSkipped(
            [.. bad, .. _rows],
            "Skipped 7 of 208 rows of the training data: 2 for no step with a label in label column 'Label' and 3 for another number of labels than of steps in label column 'Label' "
            + "and 2 for a missing, infinite or negative value in weight column 'Weight'.");
    }

    [TestMethod]
    public void Steps_WithoutALabel_AreSkippedWithOneWarning()
    {
        MessageLog log = new(_ml);
        foreach (ToyRow<float[]> row in _rows)
        {
            row.Label[0] = row.Label.Length > 2 ? float.NaN : row.Label[0];
        }
        int steps = _rows.Sum(row => row.Label.Length), missing = _rows.Sum(row => row.Label.Count(float.IsNaN));
        using DeepTransformer model = Fit(_rows);

        Assert.AreSequenceEqual([$"Of the training data, {missing} of {steps} steps are skipped for a missing or infinite value in label column 'Label'."], log.Warnings.ToArray());
        BitAssert.AreFinite(Scores.Of(model, TaggedData.View(_ml, _rows)));
    }

    [TestMethod]
    [DataRow(0, DisplayName = "a missing key")]
    [DataRow(4, DisplayName = "a key beyond the type's")]
    public void Keys_ThatAreMissing_AreSkipped(int missing)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(KeyRow));
        schema[nameof(KeyRow.Label)].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), 3));
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(row => new KeyRow([1, 2], [(uint)(row % 3) + 1, (uint)missing])), schema);
        MessageLog log = new(_ml);
        _ml.MulticlassClassification.Trainers.Rnn(new RnnOptions { HiddenSize = 4, NumberOfEpochs = 1 }).Fit(data).Dispose();

        Assert.AreSequenceEqual(["Of the training data, 20 of 40 steps are skipped for a missing or infinite value in label column 'Label'."], log.Warnings.ToArray());
    }

    [TestMethod]
    public void Steps_WithoutALabel_CountNeitherInLossNorInMetric()
    {
        ToyRow<float[]>[] validation = TaggedData.Sums(50, seed: 2);
        foreach (ToyRow<float[]> row in validation)
        {
            row.Label[^1] = row.Label.Length > 1 ? float.NaN : row.Label[^1];
        }
        RnnOptions options = s_small with { ExampleWeightColumnName = null };
        IDataView train = TaggedData.View(_ml, _rows), test = TaggedData.View(_ml, validation);
        using DeepTransformer model = _ml.Regression.Trainers.Rnn(options).Fit(train, test);
        EpochReport best = model.TrainingHistory.Epochs[model.TrainingHistory.BestEpoch - 1];

        float[][] scores = [.. model.Transform(test).GetColumn<float[]>("Score")];
        (float Label, float Score)[] known = [.. validation.SelectMany((row, index) => row.Label.Zip(scores[index])).Where(step => !float.IsNaN(step.First))];
        double mean = known.Average(step => step.Label), squares = known.Sum(step => Math.Pow(step.Score - step.Label, 2));
        float[] labels = [.. _rows.SelectMany(row => row.Label)];
        double variance = labels.Average(label => Math.Pow(label - labels.Average(), 2));
        Assert.AreEqual(squares / known.Length / variance, best.ValidationLoss!.Value, 1e-5);
        Assert.AreEqual(1 - (squares / known.Sum(step => Math.Pow(step.Label - mean, 2))), best.ValidationMetric!.Value, 1e-5);
    }

    [TestMethod]
    public void Steps_OfOneClass_AreRefused()
    {
        IDataView data = TaggedData.View(_ml, [.. TaggedData.Switches(20, seed: 1).Select(row => new ToyRow<bool[]>(row.Features, new bool[row.Label.Length]))]);

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.BinaryClassification.Trainers.Rnn().Fit(data));

        Assert.AreEqual(
            $"All {data.GetColumn<bool[]>("Label").Sum(labels => labels.Length)} steps of the training rows have the same value in label column 'Label': classification needs at least two classes. Check the split or the filter before the trainer.",
            error.Message);
    }

    [TestMethod]
    public void Rows_OfWhichNoneFits_AreRefused()
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Fit([new([1, 2], [1]), new([1], [float.NaN])]));

        Assert.AreEqual(
            "No row of the training data can be used: skipped 1 for no step with a label in label column 'Label' and 1 for another number of labels than of steps in label column 'Label'. Fix the columns, or name others in the options.",
            error.Message);
    }

    [TestMethod]
    public void Labels_OfAnotherKnownSizeThanTheSteps_AreRefused()
    {
        IDataView data = StepData.View(_ml, NumberDataViewType.Single, new ToyRow<float[]>([1, 2, 3], [1, 2]));

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Regression.Trainers.Rnn(s_small with { FeaturesPerStep = 1 }).Fit(data));

        Assert.AreEqual(
            "Schema mismatch for label column 'Label': expected 3 labels, one for each step of 'Features', got Vector<Single, 2>. Give each step a label, and a missing one where there is none; or give each row one.",
            error.Message);
    }

    [TestMethod]
    public void Labels_OfSteps_AreRefusedByTrainersOfRows()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Regression.Trainers.Mlp().Fit(StepData.Of(TaskKind.Regression, _ml)));

        Assert.StartsWith("Schema mismatch for label column 'Label': expected Single, got Vector<Single>.", error.Message);
    }

    [TestMethod]
    [DataRow(RnnPooling.Last)]
    [DataRow(RnnPooling.Mean)]
    [DataRow(RnnPooling.Attention)]
    public void Pooling_OfSteps_IsSaidNotToBeUsed(RnnPooling pooling)
    {
        MessageLog log = new(_ml);
        using DeepTransformer model = Fit(_rows), pooled = _ml.Regression.Trainers.Rnn(s_small with { Pooling = pooling }).Fit(TaggedData.View(_ml, _rows));

        Assert.AreSequenceEqual([$"Pooling is {pooling} and not used: each step has a label, and nothing is pooled."], log.Warnings.ToArray());
        BitAssert.AreEqual(Scores.Of(model, TaggedData.View(_ml, _rows)), Scores.Of(pooled, TaggedData.View(_ml, _rows)));
    }

    /// <summary>As training rows of one length and validation rows of any do.</summary>
    [TestMethod]
    public void Validation_WithLabelsOfAnySize_FitsTrainingOfAKnownOne()
    {
        IDataView train = StepData.Of(TaskKind.Regression, _ml), validation = _ml.Data.LoadFromEnumerable(ToyData.Rows(30, 2, features => features), ToyData.Schema(ToyData.Rows(30, 2, features => features)));
        using DeepTransformer model = _ml.Regression.Trainers.Rnn(s_small with { FeaturesPerStep = 1 }).Fit(train, validation);

        Assert.AreEqual(30, model.TrainingHistory.ValidationRowCount);
    }

    [TestMethod]
    public void Validation_WithALabelForEachRow_IsRefused()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Regression.Trainers.Rnn(s_small with { FeaturesPerStep = 1 }).Fit(StepData.Of(TaskKind.Regression, _ml), ToyData.Regression(_ml)));

        Assert.AreEqual(
            "Schema mismatch for label column 'Label': expected Vector<Single, 4> in the validation data, as in training, got Single. Featurize both with the same fitted transformer.",
            error.Message);
    }

    private DeepTransformer Fit(ToyRow<float[]>[] rows) => _ml.Regression.Trainers.Rnn(s_small).Fit(TaggedData.View(_ml, rows));

    private void AssertSkipped(ToyRow<float[]>[] rows, string warning)
    {
        MessageLog log = new(_ml);
        using DeepTransformer ofUsable = Fit(_rows);
        Assert.IsEmpty(log.Warnings);

        using DeepTransformer ofAll = Fit(rows);

        Assert.AreSequenceEqual([warning], log.Warnings.ToArray());
        BitAssert.AreEqual(Scores.Of(ofUsable, TaggedData.View(_ml, _rows)), Scores.Of(ofAll, TaggedData.View(_ml, _rows)));
    }

    private sealed record KeyRow(float[] Features, uint[] Label);
}

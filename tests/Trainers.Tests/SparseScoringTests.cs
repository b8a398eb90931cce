namespace MLNetDeep.Tests;

/// <summary>A model of wide rows that are mostly zero gives its scores to whoever asks, however.</summary>
[TestClass]
public sealed class SparseScoringTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Cursors_OnSeveralThreads_GiveTheScoresOfOne()
    {
        IDataView data = _ml.Data.Cache(SparseData.Of(TaskKind.Regression, _ml));
        using DeepTransformer model = TrainerCase.MlpFor(TaskKind.Regression).Trainer(_ml).Fit(data);
        IDataView scored = model.Transform(data);
        float[] expected = Scores.Of(scored);
        DataViewRowCursor[] cursors = scored.GetRowCursorSet([scored.Schema["Score"]], 4);
        float[][] actual = new float[4][];

        OnThreads.Run(4, thread => actual[thread] = Read(cursors[thread]));

        Assert.IsTrue(actual.All(scores => scores.Length > 0));
        BitAssert.AreEqual([.. expected.Order()], [.. actual.SelectMany(scores => scores).Order()]);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Mlp), typeof(TrainerCase))]
    public void PredictionEngines_OnSeveralThreads_GiveTheScoresOfTransform(TrainerCase trainer)
    {
        IDataView data = SparseData.Of(trainer.Task, _ml, rows: 300);
        using DeepTransformer model = trainer.Trainer(_ml).Fit(data);
        float[] expected = Scores.Of(model, data);

        OnThreads.Run(4, _ =>
        {
            float[] oneByOne = OneByOne.Scores(_ml, model, data);
            Assert.HasCount(expected.Length, oneByOne);
            Assert.IsLessThan(1e-6f, expected.Zip(oneByOne, (one, other) => Math.Abs(one - other)).Max());
        });
    }

    [TestMethod]
    public void Model_WithAnotherThresholdAndExecution_GivesEqualScores()
    {
        IDataView data = SparseData.Of(TaskKind.BinaryClassification, _ml);
        using DeepTransformer model = TrainerCase.MlpFor(TaskKind.BinaryClassification).Trainer(_ml).Fit(data);
        using DeepTransformer never = model.WithThreshold(1), onTwoThreads = never.WithExecution(new ExecutionOptions { NumberOfThreads = 2 });
        using DeepTransformer configured = model.WithExecution(new ExecutionOptions { ConfigureSession = session => session.EnableMemoryPattern = false });
        float[] expected = Scores.OfColumn(model.Transform(data), "Score");

        BitAssert.AreEqual(expected, Scores.OfColumn(never.Transform(data), "Score"));
        BitAssert.AreEqual(expected, Scores.OfColumn(onTwoThreads.Transform(data), "Score"));
        BitAssert.AreEqual(expected, Scores.OfColumn(configured.Transform(data), "Score"));
        Assert.DoesNotContain(true, onTwoThreads.Transform(data).GetColumn<bool>("PredictedLabel"));
    }

    [TestMethod]
    public void Fits_OnSeveralThreads_GiveTheModelOfOne()
    {
        IDataView data = SparseData.Of(TaskKind.Regression, _ml, words: 50); // so many that features are left out at random
        DeepTrainer trainer = TrainerCase.MlpFor(TaskKind.Regression).Trainer(_ml);
        using DeepTransformer alone = trainer.Fit(data);

        OnThreads.Run(4, _ =>
        {
            using DeepTransformer model = trainer.Fit(data);
            Assert.IsTrue(alone.Model.Graph.Span.SequenceEqual(model.Model.Graph.Span));
        });
    }

    private static float[] Read(DataViewRowCursor cursor)
    {
        using DataViewRowCursor rows = cursor;
        ValueGetter<float> getter = rows.GetGetter<float>(rows.Schema["Score"]);
        List<float> scores = [];
        while (rows.MoveNext())
        {
            float score = 0;
            getter(ref score);
            scores.Add(score);
        }
        return [.. scores];
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>Several models as one.</summary>
[TestClass]
public sealed class EnsembleTransformerTests
{
    private readonly MLContext _ml = new();
    private readonly IDataView _rows = ToyRow.View(20);

    [TestMethod]
    public void Score_IsTheWeightedMean()
    {
        using EnsembleTransformer ensemble = ToyEnsemble.OfDifferent();
        float[] scores = Scores.Of(ensemble, _rows);
        for (int row = 0; row < scores.Length; row++)
        {
            float[] features = ToyRow.FeaturesOf(row);
            Assert.AreEqual((0.25 * ToyModel.Linear(features)) + (0.75 * features.Sum()), scores[row], 1e-6);
        }
    }

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    public void EqualMembers_TogetherSayWhatOneSays_InTheSameColumns(TaskKind task)
    {
        using EnsembleTransformer ensemble = ToyEnsemble.OfEqual(task);
        using DeepTransformer one = ToyModel.Of(task);
        float[] scores = Scores.Of(ensemble, _rows), expected = Scores.Of(one, _rows);
        Assert.AreEqual(expected.Length, scores.Length);
        Assert.IsTrue(scores.Zip(expected, (score, other) => Math.Abs(score - other) < 1e-5).All(isNear => isNear));
        Assert.AreEqual(SchemaText.Of(one.Transform(_rows).Schema), SchemaText.Of(ensemble.Transform(_rows).Schema));
        Assert.AreEqual(SchemaText.Of(one.GetOutputSchema(_rows.Schema)), SchemaText.Of(ensemble.GetOutputSchema(_rows.Schema)));
    }

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    public void SavedAndLoaded_IsTheSame(TaskKind task)
    {
        using EnsembleTransformer ensemble = ToyEnsemble.OfEqual(task);
        using EnsembleTransformer loaded = (EnsembleTransformer)ModelZip.Load(ModelZip.Save(ensemble));
        Assert.AreSequenceEqual(Scores.Bits(Scores.Of(ensemble, _rows)), Scores.Bits(Scores.Of(loaded, _rows)));
        Assert.AreEqual(SchemaText.Of(ensemble.Transform(_rows).Schema), SchemaText.Of(loaded.Transform(_rows).Schema));
        Assert.AreSequenceEqual([0.25, 0.75], loaded.Weights);
        Assert.AreEqual(task, loaded.Task);
    }

    [TestMethod]
    public void Members_ReadTheColumnsBeforeThem_AndNotThoseOfEachOther()
    {
        IDataView raw = _ml.Transforms.DropColumns("Features").Fit(_rows).Transform(_ml.Transforms.CopyColumns("Raw", "Features").Fit(_rows).Transform(_rows));
        using TransformerChain<ITransformer> first = new(_ml.Transforms.CopyColumns("Features", "Raw").Fit(raw), ToyModel.Regression());
        using TransformerChain<ITransformer> second = new(_ml.Transforms.CopyColumns("Features", "Raw").Fit(raw), ToyModel.SumOf(ToyModel.FeatureCount));
        using EnsembleTransformer chained = ToyEnsemble.Of(TaskKind.Regression, [0.25, 0.75], first, second), plain = ToyEnsemble.OfDifferent();
        Assert.AreSequenceEqual(Scores.Of(plain, _rows), Scores.Of(chained, raw));
        Assert.AreSequenceEqual(["Number", "Raw", "Score"], chained.Transform(raw).Schema.Where(column => !column.IsHidden).Select(column => column.Name));
    }

    [TestMethod]
    public void PredictionEngine_SaysWhatTransformSays()
    {
        using EnsembleTransformer ensemble = ToyEnsemble.OfDifferent();
        float[] scores = Scores.Of(ensemble, _rows);
        using PredictionEngine<ToyRow, Predicted> engine = _ml.Model.CreatePredictionEngine<ToyRow, Predicted>(ensemble, new PredictionEngineOptions { OwnsTransformer = false });
        Assert.AreSequenceEqual(scores, ToyRow.Rows(scores.Length).Select(row => engine.Predict(row).Score));
    }

    [TestMethod]
    public void Rows_ReadByManyThreadsAtOnce_HaveTheSameScores()
    {
        using EnsembleTransformer ensemble = ToyEnsemble.OfDifferent();
        float[] expected = Scores.Of(ensemble, ToyRow.View(500));
        float[][] found = [.. Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ => Scores.Of(ensemble, ToyRow.View(500)))];
        Assert.IsTrue(found.All(scores => scores.SequenceEqual(expected)));
    }

    [TestMethod]
    public void OtherColumns_AreReadWithoutAnyMember()
    {
        EnsembleTransformer ensemble = ToyEnsemble.OfDifferent();
        IDataView scored = ensemble.Transform(_rows);
        ensemble.Dispose();
        Assert.HasCount(20, scored.GetColumn<float>("Number"));
        Exception error = Assert.ThrowsExactly<InvalidOperationException>(() => scored.GetColumn<float>("Score").ToArray()); // of the thread of ML.NET that reads
        Assert.IsInstanceOfType<ObjectDisposedException>(error.GetBaseException()); // its members are disposed with it
    }

    [TestMethod]
    public void Probability_OfCertainMembers_StaysBelowOne()
    {
        EnsembleScores scores = new(TaskKind.BinaryClassification, 1);
        foreach ((double mean, float score) in ((double, float)[])[(1, 16.63553f), (0, -87.33655f), (0.5, 0)])
        {
            scores.Means[0] = mean;
            scores.Update();
            Assert.AreEqual(score, scores.Output(0)[0], 1e-4f);
            Assert.IsTrue(scores.Output(1)[0] is > 0 and < 1);
        }
    }

    [TestMethod]
    public void WithExecution_ReopensTheMembers()
    {
        int opened = 0;
        using EnsembleTransformer ensemble = ToyEnsemble.OfDifferent();
        using EnsembleTransformer changed = (EnsembleTransformer)ensemble.WithExecution(new ExecutionOptions { ConfigureSession = _ => opened++ });
        Assert.AreEqual(2, opened);
        Assert.AreSequenceEqual(Scores.Of(ensemble, _rows), Scores.Of(changed, _rows));
        Assert.AreSequenceEqual(changed.Members, ModelSteps.Networks(new TransformerChain<ITransformer>(changed)));
    }

    [TestMethod]
    public void Members_ThatPredictSomethingElse_AreRefused()
    {
        using EnsembleTransformer mixed = ToyEnsemble.Of(TaskKind.Regression, [0.5, 0.5], ToyModel.Regression(), ToyModel.Multiclass());
        FormatException error = Assert.ThrowsExactly<FormatException>(() => mixed.Transform(_rows));
        Assert.AreEqual("The ensemble cannot be used: member 2 gives 'Score' as Vector<Single, 3>, and the first as Single. Sweep again.", error.Message);

        using EnsembleTransformer wrong = ToyEnsemble.Of(TaskKind.BinaryClassification, [1], ToyModel.Regression());
        error = Assert.ThrowsExactly<FormatException>(() => wrong.Transform(_rows));
        Assert.AreEqual("The ensemble cannot be used: its first member gives 'Probability' as none, which no model for BinaryClassification does. Sweep again.", error.Message);
    }

    [TestMethod]
    public void Rows_WithoutTheFeatures_AreRefusedAsByAMember()
    {
        using EnsembleTransformer ensemble = ToyEnsemble.OfDifferent();
        IDataView without = _ml.Transforms.DropColumns("Features").Fit(_rows).Transform(_rows);
        Assert.Contains("Could not find feature column 'Features'.", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ensemble.Transform(without)).Message);
    }

    private sealed class Predicted
    {
        public float Score { get; set; }
    }
}

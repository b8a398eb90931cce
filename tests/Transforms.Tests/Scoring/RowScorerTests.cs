using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class RowScorerTests
{
    private readonly MLContext _ml = new();

    [TestMethod]
    public void Predict_OfABinaryModel_EqualsTransform() => AssertPredictionsEqualTransform<BinaryPrediction>(ToyModel.Binary());

    [TestMethod]
    public void Predict_OfAMulticlassModel_EqualsTransform() => AssertPredictionsEqualTransform<MulticlassPrediction>(ToyModel.Multiclass());

    [TestMethod]
    public void Predict_OfARegressionModel_EqualsTransform() => AssertPredictionsEqualTransform<RegressionPrediction>(ToyModel.Regression());

    [TestMethod]
    public void Predict_InAChain_ScoresWhatTheStepsBeforeMade()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable([new Parts(1, 2, 4)]);
        ITransformer features = _ml.Transforms.Concatenate("Features", "A", "B", "C").Fit(rows);
        using TransformerChain<ITransformer> chain = new(features, ToyModel.Regression());
        using PredictionEngine<Parts, RegressionPrediction> engine = _ml.Model.CreatePredictionEngine<Parts, RegressionPrediction>(chain);
        Assert.AreEqual(ToyModel.Linear([1, 2, 4]), engine.Predict(new Parts(1, 2, 4)).Score);
        Assert.AreEqual(ToyModel.Linear([0, 1, 0]), engine.Predict(new Parts(0, 1, 0)).Score);
    }

    [TestMethod]
    public void Engine_ThatOwnsTheTransformer_DisposesItAndOtherwiseDoesNot()
    {
        DeepTransformer transformer = ToyModel.Regression();
        _ml.Model.CreatePredictionEngine<ToyRow, RegressionPrediction>(transformer, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        PredictionEngine<ToyRow, RegressionPrediction> engine = _ml.Model.CreatePredictionEngine<ToyRow, RegressionPrediction>(transformer);
        Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf(5)), engine.Predict(ToyRow.Row(5)).Score);
        engine.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => engine.Predict(ToyRow.Row(5)));
    }

    [TestMethod]
    public void GetDependencies_OfScores_AreTheFeatures()
    {
        using DeepTransformer transformer = ToyModel.Binary();
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(new ToyView(1, ToyColumn.Number, ToyColumn.Features).Schema);
        string Dependencies(params string[] names) => string.Join(
            ", ", mapper.GetDependencies(mapper.OutputSchema.Where(column => names.Contains(column.Name))).Select(column => column.Name));

        Assert.AreEqual("Features", Dependencies("Score"));
        Assert.AreEqual("Features", Dependencies("PredictedLabel", "Probability", "Features"));
        Assert.AreEqual("Number", Dependencies("Number"));
        Assert.AreEqual("Number, Features", Dependencies("Number", "Score"));
        Assert.AreEqual("", Dependencies());
    }

    [TestMethod]
    public void GetRow_OfAnotherSchema_IsAnError()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        ToyView view = new(1, ToyColumn.Features);
        ToyView other = new(1, ToyColumn.Features);
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(view.Schema);
        using DataViewRowCursor row = other.GetRowCursor(other.Schema);
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => mapper.GetRow(row, mapper.OutputSchema));
        Assert.AreEqual("The row has another schema than the one this mapper was made for. (Parameter 'input')", error.Message);
    }

    [TestMethod]
    [DataRow(false, "RowBuffer")]
    [DataRow(true, "ScoringBuffer")]
    public void GetRow_IsScoredOutsideOfTheSessionUnlessItIsConfigured(bool isConfigured, string expected)
    {
        ExecutionOptions execution = new() { ConfigureSession = isConfigured ? session => session.AppendExecutionProvider_CPU() : null };
        using DeepTransformer original = ToyModel.Regression(), transformer = original.WithExecution(execution);
        ToyView view = new(1, ToyColumn.Features);
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(view.Schema);
        using DataViewRowCursor input = view.GetRowCursor(view.Schema);
        using DataViewRow row = mapper.GetRow(input, mapper.OutputSchema);

        Assert.AreEqual(expected, typeof(ScoredRow).GetField("_buffer", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(row)!.GetType().Name);
    }

    [TestMethod]
    public void GetRow_ForSomeColumns_ComputesThoseOnly()
    {
        DeepTransformer transformer = ToyModel.Regression();
        ToyView view = new(1, ToyColumn.Number, ToyColumn.Features);
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(view.Schema);
        transformer.Dispose();
        using DataViewRowCursor input = view.GetRowCursor([view.Schema["Number"]]);
        using DataViewRow row = mapper.GetRow(input, [mapper.OutputSchema["Number"]]);
        Assert.IsTrue(row.IsColumnActive(row.Schema["Number"]));
        Assert.IsFalse(row.IsColumnActive(row.Schema["Score"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => row.GetGetter<float>(row.Schema["Score"]));
    }

    private void AssertPredictionsEqualTransform<TPrediction>(DeepTransformer transformer)
        where TPrediction : class, new()
    {
        TPrediction[] together = [.. _ml.Data.CreateEnumerable<TPrediction>(transformer.Transform(ToyRow.View(300)), reuseRowObject: false)];
        using PredictionEngine<ToyRow, TPrediction> engine = _ml.Model.CreatePredictionEngine<ToyRow, TPrediction>(transformer);
        TPrediction[] single = [.. ToyRow.Rows(300).Select(engine.Predict)];
        foreach ((TPrediction one, TPrediction other) in together.Zip(single))
        {
            AssertAlike($"{one}", $"{other}");
        }
    }

    /// <summary>Rows are computed by other code than blocks, which may round the last bit another way.</summary>
    private static void AssertAlike(string expected, string actual)
    {
        const string Number = @"\d+(\.\d+)?(E-\d+)?";
        Assert.AreEqual(Regex.Replace(expected, Number, "#"), Regex.Replace(actual, Number, "#"));
        foreach ((Match one, Match other) in Regex.Matches(expected, Number).Zip(Regex.Matches(actual, Number)))
        {
            Assert.AreEqual(double.Parse(one.Value, CultureInfo.InvariantCulture), double.Parse(other.Value, CultureInfo.InvariantCulture), 1e-6);
        }
    }

    private sealed record Parts(float A, float B, float C)
    {
        public Parts()
            : this(0, 0, 0)
        {
        }
    }

    private sealed record RegressionPrediction
    {
        public float Score { get; set; }
    }

    private sealed record BinaryPrediction
    {
        public float Score { get; set; }
        public float Probability { get; set; }
        public bool PredictedLabel { get; set; }
    }

    private sealed class MulticlassPrediction
    {
        public float[] Score { get; set; } = [];
        public uint PredictedLabel { get; set; }

        public override string ToString() => $"{PredictedLabel}: {string.Join(" ", Score)}";
    }
}

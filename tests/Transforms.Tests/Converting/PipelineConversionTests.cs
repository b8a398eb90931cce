using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace MLNetDeep.Tests;

/// <summary>Pipelines of featurizers and a network as one graph, which ONNX Runtime runs by itself.</summary>
[TestClass]
public sealed class PipelineConversionTests
{
    private const float Tolerance = 1e-5f;

    private readonly MLContext _ml = new(1);

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    public void Graph_OfFeaturizersAndANetwork_GivesTheColumnsOfThePipeline(TaskKind task)
    {
        using DeepTransformer network = ToyModel.Of(task);
        IDataView scored = network.Transform(Featurized());
        AssertEqual<float>(scored, "Score");
        switch (task)
        {
            case TaskKind.BinaryClassification:
                AssertEqual<float>(scored, "Probability");
                AssertEqual<bool>(scored, "PredictedLabel");
                break;
            case TaskKind.MulticlassClassification:
                AssertEqual<uint>(scored, "PredictedLabel");
                break;
        }
    }

    [TestMethod]
    public void Graph_WithAStepBehindTheNetwork_GivesTheNamesOfTheClasses()
    {
        using DeepTransformer network = ToyModel.Multiclass();
        IDataView scored = network.Transform(Featurized());
        AssertEqual<string>(_ml.Transforms.Conversion.MapKeyToValue("Word", "PredictedLabel").Fit(scored).Transform(scored), "Word");
    }

    [TestMethod]
    public void Graph_OfAThreshold_DecidesByIt()
    {
        using DeepTransformer network = ToyModel.Binary(), strict = network.WithThreshold(0.82f);
        IDataView scored = strict.Transform(Featurized());
        AssertEqual<bool>(scored, "PredictedLabel");
        Assert.AreNotEqual(string.Join(' ', network.Transform(Featurized()).GetColumn<bool>("PredictedLabel")), string.Join(' ', scored.GetColumn<bool>("PredictedLabel")));
    }

    [TestMethod]
    public void Graph_OfFeaturesWithTwoAxes_ReadsThemInTheirOrder()
    {
        using DeepTransformer network = ToyModel.Regression();
        IDataView rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 9).Select(number => new Matrix { Features = ToyRow.FeaturesOf(number) }));
        AssertEqual<float>(network.Transform(rows), "Score");
    }

    [TestMethod]
    public void Graph_OfTwoNetworks_HasTheScoresOfTheLast()
    {
        using DeepTransformer first = ToyModel.Binary(), second = ToyModel.Regression();
        IDataView scored = second.Transform(first.Transform(Featurized()));
        AssertEqual<float>(scored, "Score");
        AssertEqual<float>(scored, "Probability");
    }

    [TestMethod]
    public void Graph_OfAColumnNamedAsAWeight_LeavesTheColumnAsItIs()
    {
        using DeepTransformer network = ToyModel.Regression();
        IDataView scored = network.Transform(_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 9).Select(number => new Named(ToyRow.FeaturesOf(number), number))));
        AssertEqual<float>(scored, "weights");
        AssertEqual<float>(scored, "Score");
    }

    [TestMethod]
    public void SaveAsOnnx_BeforeOperatorSet12_IsRefused()
    {
        using DeepTransformer network = ToyModel.Regression();
        IDataView rows = ToyRow.View(1);
        ToyContext context = new(operatorSet: 11);
        context.AddInput(rows.Schema["Features"]);
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ((ISaveAsOnnx)network.Transform(rows)).SaveAsOnnx(context));
        Assert.AreEqual("MLNetDeepTransformer needs 12, not 11.", error.Message);
    }

    [TestMethod]
    public void SaveAsOnnx_BehindAStepThatCannotBeWritten_WritesNoScores()
    {
        using DeepTransformer network = ToyModel.Regression();
        ToyContext context = new();
        context.AddInput(ToyRow.View(1).Schema["Number"]);
        ((ISaveAsOnnx)network.Transform(ToyRow.View(1))).SaveAsOnnx(context);
        Assert.AreSequenceEqual(["Number"], context.Columns);
    }

    /// <summary>A text as two slots and a number that is scaled: the three features of a <see cref="ToyModel"/>.</summary>
    private IDataView Featurized()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(number => new Traveller(number % 3 == 0 ? "Rome" : "Oslo", 18 + (number * 7 % 40))));
        return _ml.Transforms.Categorical.OneHotEncoding("CitySlots", "City")
            .Append(_ml.Transforms.NormalizeMinMax("AgeScaled", "Age"))
            .Append(_ml.Transforms.Concatenate("Features", "CitySlots", "AgeScaled"))
            .Fit(rows).Transform(rows);
    }

    private static void AssertEqual<T>(IDataView scored, string column)
    {
        object[] actual = [.. ToyConverter.Run<T>(ToyConverter.Convert(scored, column), ToyConverter.SourceOf(scored), column).Cast<object>()];
        object[] expected = scored.Schema[column].Type is VectorDataViewType
            ? [.. scored.GetColumn<T[]>(column).SelectMany(values => values).Cast<object>()]
            : [.. scored.GetColumn<T>(column).Cast<object>()];
        Assert.HasCount(expected.Length, actual);
        for (int index = 0; index < expected.Length; index++)
        {
            if (expected[index] is float number)
            {
                Assert.AreEqual(number, (float)actual[index], Tolerance);
            }
            else
            {
                Assert.AreEqual(expected[index], actual[index]);
            }
        }
    }

    private sealed record Traveller(string City, float Age);

    private sealed record Named(
        [property: VectorType(ToyModel.FeatureCount)] float[] Features,
        [property: ColumnName("weights")] float Weights);

    private sealed class Matrix
    {
        [VectorType(1, ToyModel.FeatureCount)]
        public float[] Features { get; set; } = [];
    }
}

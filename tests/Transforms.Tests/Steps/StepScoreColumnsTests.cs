using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A model with outputs for each step adds vectors, and its graph and its description must agree on that.</summary>
[TestClass]
public sealed class StepScoreColumnsTests
{
    private static readonly DataViewSchema s_any = Schema(new VectorDataViewType(NumberDataViewType.Single)), s_twelve = Schema(new VectorDataViewType(NumberDataViewType.Single, 12));

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification, "Score Vector<Single>, Probability Vector<Single>, PredictedLabel Vector<Boolean>")]
    [DataRow(TaskKind.MulticlassClassification, "Score Vector<Single, *, 3>, PredictedLabel Vector<Key<UInt32, 0-2>>")]
    [DataRow(TaskKind.Regression, "Score Vector<Single>")]
    public void Columns_OfRowsOfAnyLength_AreOfAnyLength(TaskKind task, string expected) => AssertColumns(task, steps: null, s_any, expected);

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification, 12, "Score Vector<Single, 12>, Probability Vector<Single, 12>, PredictedLabel Vector<Boolean, 12>")]
    [DataRow(TaskKind.MulticlassClassification, 4, "Score Vector<Single, 4, 3>, PredictedLabel Vector<Key<UInt32, 0-2>, 4>")]
    [DataRow(TaskKind.Regression, 12, "Score Vector<Single, 12>")]
    public void Columns_OfRowsOfAKnownLength_AreOfAsManySteps(TaskKind task, int steps, string expected)
    {
        AssertColumns(task, steps, s_twelve, expected);
        AssertColumns(task, steps: null, s_twelve, expected); // also where the model looks at some of the steps
    }

    [TestMethod]
    public void Annotations_OfSteps_AreNotThoseOfScoresOfRows()
    {
        string schema = SchemaText.Of(new DeepTransformer(ToySteps.ModelOf(TaskKind.MulticlassClassification)).GetOutputSchema(s_any));

        Assert.Contains("ScoreColumnKind String SequenceClassification", schema);
        Assert.Contains("KeyValues Vector<String, 3> red,grün,blue", schema);
        Assert.Contains("TrainingLabelValues Vector<String, 3> red,grün,blue", schema);
        Assert.DoesNotContain("SlotNames", schema);
        Assert.Contains("ScoreColumnKind String MultiOutputRegression", SchemaText.Of(new DeepTransformer(ToySteps.ModelOf(TaskKind.Regression)).GetOutputSchema(s_any)));
    }

    [TestMethod]
    public void Model_OfSteps_IsTheSameWhenSavedAndLoaded()
    {
        using DeepTransformer model = new(ToySteps.ModelOf(TaskKind.MulticlassClassification));
        using MemoryStream file = new(ModelZip.Save(model));

        DeepModel loaded = DeepModel.Load(file);

        Assert.IsTrue(loaded.Description.HasStepOutputs);
        Assert.IsTrue(model.Model.Graph.Span.SequenceEqual(loaded.Graph.Span));
    }

    [TestMethod]
    public void Graph_OfOtherAxes_IsRefused()
    {
        ModelDescription ofSteps = ToySteps.Describe(TaskKind.Regression, steps: null), ofFour = ToySteps.Describe(TaskKind.Regression, 4);
        ReadOnlyMemory<byte> any = ToySteps.ModelOf(TaskKind.Regression).Graph, four = ToySteps.ModelOf(TaskKind.Regression, 4).Graph;

        AssertRefused(ofSteps with { HasStepOutputs = false }, any, "expected the outputs Score[1], got Score[T, 1]");
        AssertRefused(ofFour with { HasStepOutputs = false }, four, "expected the outputs Score[1], got Score[4, 1]");
        AssertRefused(ofFour with { Options = new RnnOptions { FeaturesPerStep = 2 } }, four, "expected the outputs Score[2, 1], got Score[4, 1]");
        AssertRefused(ofFour with { Options = new RnnOptions() }, four, "expected the outputs Score[T, 1], got Score[4, 1]");
        AssertRefused(ToyModel.Describe(TaskKind.Regression, 1) with { HasStepOutputs = true }, ToyModel.ModelOf(TaskKind.Regression).Graph, "expected the outputs Score[T, 1], got Score[1]");
    }

    [TestMethod]
    public void Output_OfAnotherShapeThanDeclared_IsRefused()
    {
        OnnxGraph graph = OnnxReader.Read(ToySteps.ModelOf(TaskKind.Regression).Graph).Graph;
        foreach (IReadOnlyList<long?> shape in (long?[][])[[null, 1], [null, 4, 1], [null, null, 2], [null, 1, null], [1, null, 1], [null, null, 1, 1], [null, null], [null]])
        {
            OnnxModel other = new() { Graph = graph with { Outputs = [graph.Outputs[0] with { Shape = shape }] } };
            FormatException error = Assert.ThrowsExactly<FormatException>(() => OnnxValidator.Check(other, SequenceKind.Numbers, 1));
            Assert.AreEqual("The ONNX graph of the model is refused: its output 'Score' has another shape than declared. Only graphs written by MLNetDeep are run.", error.Message);
        }
    }

    [TestMethod]
    public void Description_OfStepsThatAreNone_IsRefused()
    {
        ModelDescription ofFour = ToySteps.Describe(TaskKind.Regression, 4);
        DescriptionCheck.Check(ofFour);
        DescriptionCheck.Check(ToySteps.Describe(TaskKind.Regression, steps: null));

        foreach (DeepTrainerOptions options in (DeepTrainerOptions[])[new MlpOptions(), new RnnOptions(), new RnnOptions { FeaturesPerStep = 3 }])
        {
            FormatException error = Assert.ThrowsExactly<FormatException>(() => DescriptionCheck.Check(ofFour with { Options = options }));
            Assert.AreEqual($"The model file is damaged: 'model.json' makes no sense: HasStepOutputs is True for {options.GetType().Name}. Save the model again.", error.Message);
        }
    }

    private static void AssertColumns(TaskKind task, int? steps, DataViewSchema input, string expected)
    {
        using DeepTransformer model = new(ToySteps.ModelOf(task, steps));

        Assert.AreEqual(expected, string.Join(", ", model.GetOutputSchema(input).Skip(1).Select(column => $"{column.Name} {column.Type}")));
    }

    private static void AssertRefused(ModelDescription description, ReadOnlyMemory<byte> graph, string problem)
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(() => new DeepModel(description, graph).CheckGraph());
        Assert.AreEqual($"The ONNX graph of the model does not fit its description: {problem}. Save the model again.", error.Message);
    }

    private static DataViewSchema Schema(DataViewType features)
    {
        DataViewSchema.Builder builder = new();
        builder.AddColumn("Features", features);
        return builder.ToSchema();
    }
}

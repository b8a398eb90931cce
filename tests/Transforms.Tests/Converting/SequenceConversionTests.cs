using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Networks for sequences as part of one graph: which steps they look at, and what they say of those that they do not.</summary>
[TestClass]
public sealed class SequenceConversionTests
{
    private const int MostSteps = 4;

    private static readonly MLContext s_ml = new();
    private static readonly float[][] s_numbers = [[1, 2, 4, 8, 16, 32], [3, 5, 7, 11, 13, 17]];

    /// <summary>Rows of six keys: with padding at the end, within and in front, without, and all missing.</summary>
    private static readonly uint[][] s_tokens = [[1, 2, 3, 1, 2, 3], [3, 2, 1, 0, 0, 0], [0, 0, 2, 0, 3, 0], [2, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [1, 1, 2, 2, 3, 0]];

    [TestMethod]
    [DataRow(6, Truncation.KeepFirst)]
    [DataRow(6, Truncation.KeepLast)]
    [DataRow(4, Truncation.KeepFirst)]
    [DataRow(2, Truncation.KeepLast)]
    public void Graph_OfNumbers_LooksAtTheStepsThatCount(int steps, Truncation truncation)
    {
        using DeepTransformer network = new(SumOfSteps(truncation));
        float[][] rows = [.. s_numbers.Select(row => row[..steps])];
        foreach (int size in (int[])[steps, 0])
        {
            IDataView scored = network.Transform(View(rows, new VectorDataViewType(NumberDataViewType.Single, size)));
            Assert.AreSequenceEqual(scored.GetColumn<float>("Score"), Run<float>(scored, "Score"));
        }
    }

    [TestMethod]
    [DataRow(5, Truncation.KeepFirst)]
    [DataRow(5, Truncation.KeepLast)]
    [DataRow(3, Truncation.KeepFirst)]
    [DataRow(3, Truncation.KeepLast)]
    [DataRow(6, Truncation.KeepLast)]
    public void Graph_OfTokens_LooksAtTheStepsThatCount(int mostSteps, Truncation truncation)
    {
        OnnxGraph graph = ToySequence.Graph with { Initializers = [.. ToySequence.Graph.Initializers.Select(WithPositions)] };
        ModelDescription description = ToySequence.Description with { Options = new RnnOptions { MaximumLength = mostSteps, Truncation = truncation } };
        using DeepTransformer network = new(new DeepModel(description, OnnxWriter.Write(new OnnxModel { Graph = graph })));
        IDataView padded = network.Transform(View(s_tokens, new VectorDataViewType(new KeyDataViewType(typeof(uint), ToySequence.Tokens), 6)));
        AssertClose(padded.GetColumn<float>("Score"), Run<float>(padded, "Score"));
        IDataView whole = network.Transform(View(s_tokens, new VectorDataViewType(new KeyDataViewType(typeof(uint), ToySequence.Tokens)))); // missing keys at the end are steps
        AssertClose(whole.GetColumn<float>("Score"), Run<float>(whole, "Score"));

        OnnxTensor WithPositions(OnnxTensor tensor) => tensor.Name == "positions" ? ToySequence.Floats("positions", mostSteps, 2) : tensor;
    }

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification, null)]
    [DataRow(TaskKind.MulticlassClassification, null)]
    [DataRow(TaskKind.Regression, null)]
    [DataRow(TaskKind.BinaryClassification, 2)]
    [DataRow(TaskKind.MulticlassClassification, 2)]
    [DataRow(TaskKind.Regression, 2)]
    public void Graph_OfAScoreForEachStep_GivesVectors(TaskKind task, int? steps)
    {
        using DeepTransformer network = new(ToySteps.ModelOf(task, steps));
        int width = task == TaskKind.MulticlassClassification ? ToySteps.Classes : 1;
        IDataView scored = network.Transform(View([.. s_numbers.Select(row => row[..(2 * width)])], new VectorDataViewType(NumberDataViewType.Single, 2 * width)));
        AssertStepsEqual(scored, task);
    }

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    public void Graph_OfAScoreForEachToken_SaysNothingOfPadding(TaskKind task)
    {
        using DeepTransformer network = new(ScoreOfTokens(task));
        IDataView scored = network.Transform(View(s_tokens, new VectorDataViewType(new KeyDataViewType(typeof(uint), ToySequence.Tokens), 6)));
        AssertStepsEqual(scored, task);
    }

    [TestMethod]
    public void CanSaveOnnx_OfAScoreForEachStepOfRowsThatMayBeCut_IsFalse()
    {
        using DeepTransformer network = new(ToySteps.ModelOf(TaskKind.Regression));
        Assert.IsFalse(CanSave(0));
        Assert.IsFalse(CanSave(MostSteps + 1));
        Assert.IsTrue(CanSave(MostSteps));

        bool CanSave(int steps) => ((ICanSaveOnnx)network.Transform(View<float>([], new VectorDataViewType(NumberDataViewType.Single, steps)))).CanSaveOnnx(new ToyContext());
    }

    private static void AssertStepsEqual(IDataView scored, TaskKind task)
    {
        AssertClose(scored.GetColumn<float[]>("Score").SelectMany(scores => scores), Run<float>(scored, "Score"));
        switch (task)
        {
            case TaskKind.BinaryClassification:
                AssertClose(scored.GetColumn<float[]>("Probability").SelectMany(scores => scores), Run<float>(scored, "Probability"));
                Assert.AreSequenceEqual(scored.GetColumn<bool[]>("PredictedLabel").SelectMany(labels => labels), Run<bool>(scored, "PredictedLabel"));
                break;
            case TaskKind.MulticlassClassification:
                Assert.AreSequenceEqual(scored.GetColumn<uint[]>("PredictedLabel").SelectMany(labels => labels), Run<uint>(scored, "PredictedLabel"));
                break;
        }
    }

    private static T[] Run<T>(IDataView scored, string column) => ToyConverter.Run<T>(ToyConverter.Convert(scored, column), ToyConverter.SourceOf(scored), column);

    private static void AssertClose(IEnumerable<float> expected, float[] actual)
    {
        float[] known = [.. expected];
        Assert.HasCount(known.Length, actual);
        for (int index = 0; index < known.Length; index++)
        {
            Assert.AreEqual(known[index], actual[index], 1e-5f);
        }
    }

    private static IDataView View<T>(T[][] rows, VectorDataViewType type)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row<T>));
        schema[nameof(Row<>.Features)].ColumnType = type;
        return s_ml.Data.LoadFromEnumerable(rows.Select(row => new Row<T>(row)), schema);
    }

    /// <summary>A regression that adds up the steps that are looked at, of one number each.</summary>
    private static DeepModel SumOfSteps(Truncation truncation)
    {
        OnnxGraphBuilder graph = Sequences(SequenceKind.Numbers);
        string looked = graph.Node("Mul", [DeepGraph.Input, graph.Node("Reshape", [DeepGraph.Mask, graph.Constant([0L, 0, 1])])]);
        graph.Output(DeepGraph.Score, graph.Node("ReduceSum", [looked], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 0L)), 1);
        ModelDescription description = ToyModel.Describe(TaskKind.Regression, 1) with
        {
            FeatureCount = 1,
            Sequence = SequenceKind.Numbers,
            Options = new RnnOptions { FeaturesPerStep = 1, MaximumLength = MostSteps, Truncation = truncation },
        };
        return new DeepModel(description, OnnxWriter.Write(new OnnxModel { Graph = graph.Build("sum") }));
    }

    /// <summary>A network whose outputs for a step are what a table has for its token.</summary>
    private static DeepModel ScoreOfTokens(TaskKind task)
    {
        int width = task == TaskKind.MulticlassClassification ? ToySteps.Classes : 1;
        OnnxGraphBuilder graph = Sequences(SequenceKind.Tokens);
        string scores = graph.Node("Gather", [graph.Constant(ToySequence.Floats("table", ToySequence.Tokens + 1, width)), DeepGraph.Tokens]);
        graph.Output(DeepGraph.Score, task == TaskKind.MulticlassClassification ? graph.Node("Softmax", [scores], OnnxAttribute.Of("axis", 2L)) : scores, null, width);
        if (task == TaskKind.BinaryClassification)
        {
            graph.Output(DeepGraph.Probability, graph.Node("Sigmoid", [scores]), null, width);
        }
        ModelDescription description = ToyModel.Describe(task, width) with
        {
            FeatureCount = ToySequence.Tokens,
            Sequence = SequenceKind.Tokens,
            HasStepOutputs = true,
            Classes = task == TaskKind.MulticlassClassification ? ToyModel.TextClasses : null,
            Options = new RnnOptions { MaximumLength = 6 },
        };
        return new DeepModel(description, OnnxWriter.Write(new OnnxModel { Graph = graph.Build("tokens") }));
    }

    private static OnnxGraphBuilder Sequences(SequenceKind kind)
    {
        OnnxGraphBuilder graph = new();
        foreach (OnnxValue input in DeepGraph.Inputs(kind, 1))
        {
            graph.Input(input);
        }
        return graph;
    }

    private sealed record Row<T>(T[] Features);
}

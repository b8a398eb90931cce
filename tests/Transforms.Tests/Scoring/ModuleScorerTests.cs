using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>What this library does around a module that another one computes.</summary>
[TestClass]
public sealed class ModuleScorerTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<ToyModule> _opened = [];
    private readonly IDataView _data;
    private readonly ToyFeatures[] _rows = [.. Enumerable.Range(0, 700).Select(row => new ToyFeatures([row % 7, row % 5 - 2, row / 100f]))];

    public ModuleScorerTests()
    {
        _data = _ml.Data.LoadFromEnumerable(_rows);
        IModule.Open = (module, context, state) =>
        {
            Assert.AreEqual(new TorchModule(ToyModule.Name), module);
            Assert.AreSequenceEqual(["factor"], state.Select(tensor => tensor.Name)); // the module's own name
            _opened.Add(new ToyModule(context, state));
            return _opened[^1];
        };
    }

    [TestCleanup]
    public void Forget() => IModule.Open = null;

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    public void Scores_AreThoseOfTheOutputsInBlocksAndRowByRow(TaskKind task)
    {
        using DeepTransformer model = new(ToyModule.Model(task));
        float[] expected = [.. _rows.SelectMany(row => Scores(ToyModule.Outputs(row.Features, task), task))];
        IDataView scored = model.Transform(_data);
        float[] actual = task == TaskKind.MulticlassClassification ? [.. scored.GetColumn<float[]>("Score").SelectMany(scores => scores)] : [.. scored.GetColumn<float>("Score")];

        AssertClose(expected, actual);
        Assert.AreEqual(256, _opened.Single().MostRows);
        if (task == TaskKind.BinaryClassification)
        {
            AssertClose([.. expected.Select(logit => 1 / (1 + MathF.Exp(-logit)))], [.. scored.GetColumn<float>("Probability")]);
            using PredictionEngine<ToyFeatures, BinaryScore> engine = _ml.Model.CreatePredictionEngine<ToyFeatures, BinaryScore>(model);
            AssertClose(actual[..50], [.. _rows.Take(50).Select(row => engine.Predict(row).Score)]);
        }
    }

    [TestMethod]
    public void Threads_ChangeNothing()
    {
        using DeepTransformer model = new(ToyModule.Model(TaskKind.Regression));
        using DeepTransformer one = model.WithExecution(new ExecutionOptions { NumberOfThreads = 1 });

        Assert.AreSequenceEqual(Tests.Scores.Of(model, _data), Tests.Scores.Of(one, _data));
        Assert.HasCount(2, _opened); // each has its own
    }

    [TestMethod]
    public void Dispose_FreesTheModule()
    {
        DeepTransformer model = new(ToyModule.Model(TaskKind.Regression));
        Assert.IsFalse(_opened.Single().IsDisposed);
        model.Dispose();

        Assert.IsTrue(_opened.Single().IsDisposed);
        Assert.ThrowsExactly<ObjectDisposedException>(() => Tests.Scores.Of(model, _data));
    }

    [TestMethod]
    public void Model_WhereNobodyRegisteredModules_IsRefusedInOneSentence()
    {
        IModule.Open = null;

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => new DeepTransformer(ToyModule.Model(TaskKind.Regression)));

        Assert.AreEqual(
            "The network of this model is the module 'toy', which is no ONNX graph: LibTorch computes it. Reference the packages MLNetDeep and LibTorch's for your platform, "
            + "and call TorchModules.Register(\"toy\", ...) before the model is loaded.",
            error.Message);
    }

    [TestMethod]
    public void Model_ThatCannotBeRun_StillTellsWhatItIs()
    {
        DeepModel model = ToyModule.Model(TaskKind.Regression);
        using MemoryStream stream = new();
        model.SaveSafetensors(stream);

        Assert.AreSequenceEqual(["factor", "scaling.median", "scaling.scale"], TorchWeights.Of(OnnxReader.Read(model.Graph).Graph).Select(weight => weight.Name).Order());
        Assert.AreEqual("module.factor", TorchWeights.ToOnnx(OnnxReader.Read(model.Graph).Graph, new Dictionary<string, NamedTensor> { ["factor"] = new("factor", [3], [1, 2, 3]) }).Single().Name);
        Assert.AreSequenceEqual(
            ["scaling  Where, Sub, Mul  [N, 3]  6", "module   TorchModule      [N, 1]  3", "9 parameters, for Regression"], model.Summary().ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    [TestMethod]
    public void Onnx_OfAModule_IsRefusedWithTheWaysOut()
    {
        DeepModel model = ToyModule.Model(TaskKind.Regression);

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => model.SaveOnnx(Stream.Null));

        Assert.AreEqual(
            "The network of this model is the module 'toy', which cannot be written as ONNX. Make it a Sequential of the layers that TorchOptions.Network lists; "
            + "or save the model with mlContext.Model.Save, and load it where MLNetDeep is and 'toy' is registered.",
            error.Message);
        using DeepTransformer transformer = new(model);
        Assert.AreEqual(error.Message, Assert.ThrowsExactly<InvalidOperationException>(() => ToyConverter.Convert(transformer.Transform(_data), "Score")).Message);
    }

    [TestMethod]
    public void Sessions_AreForOthers()
    {
        using DeepTransformer model = new(ToyModule.Model(TaskKind.Regression));

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => model.WithExecution(new ExecutionOptions { ConfigureSession = _ => { } }));

        Assert.AreEqual("ExecutionOptions.ConfigureSession is for ONNX Runtime; the network of this model is the module 'toy', which LibTorch computes on the CPU. Leave it out.", error.Message);
    }

    public static IEnumerable<object[]> Hostile
    {
        get
        {
            OnnxGraph graph = ToyModule.Graph(TaskKind.Regression);
            int place = graph.Nodes.ToList().FindIndex(node => node.OperatorType == ModuleGraph.Operator);
            OnnxNode module = graph.Nodes[place];
            byte[] With(params OnnxNode[] nodes) => OnnxWriter.Write(new OnnxModel { Graph = graph with { Nodes = [.. graph.Nodes.Take(place), .. nodes, .. graph.Nodes.Skip(place + 1)] } });
            string name = module.Outputs[0];
            return
            [
                ["two modules", With(module with { Outputs = ["first"] }, module), $"its node 'first' (TorchModule) is not the one behind the scaling of features"],
                ["a module before the scaling", With(module with { Inputs = ["Features", "module.factor"] }), $"its node '{name}' (TorchModule) is not the one behind the scaling of features"],
                ["weights that are not the module's", With(module with { Inputs = [module.Inputs[0], "scaling.median"] }), $"its node '{name}' (TorchModule) reads 'scaling.median', whose name does not begin with 'module.'"],
                ["no weights", With(module with { Inputs = [] }), $"node '{name}' (TorchModule) has 0 inputs instead of 1 to 4001"],
                ["no outputs", With(module with { Attributes = [OnnxAttribute.Of("outputs", 0L)] }), $"node '{name}' (TorchModule) has another value for 'outputs' than a number from 1 to 16777216"],
                ["a file to run", With(module with { Attributes = [.. module.Attributes, OnnxAttribute.Of("code", "evil.dll")] }), $"node '{name}' (TorchModule) has the attribute 'code'"],
                ["more than scores behind it", With(module, new OnnxNode("Erf", [name], ["e"], []), new OnnxNode("Add", [name, "e"], ["sum"], [])), $"what is behind its node '{name}' (TorchModule) is more than makes scores of outputs"],
            ];
        }
    }

    [TestMethod]
    [DynamicData(nameof(Hostile))]
    public void Graphs_ThatTrainersDoNotWrite_AreRefused(string name, byte[] graph, string expected)
    {
        Assert.AreNotEqual("", name);
        DeepModel model = new(ToyModule.Model(TaskKind.Regression).Description, graph);

        FormatException error = Assert.ThrowsExactly<FormatException>(() => new DeepTransformer(model));

        Assert.AreEqual($"The ONNX graph of the model is refused: {expected}. Only graphs written by MLNetDeep are run.", error.Message);
        Assert.IsEmpty(_opened);
    }

    [TestMethod]
    public void Description_WithoutTheName_IsRefused()
    {
        DeepModel model = ToyModule.Model(TaskKind.Regression);
        foreach (DeepTrainerOptions options in new DeepTrainerOptions[] { new MlpOptions(), new TorchOptions() })
        {
            FormatException error = Assert.ThrowsExactly<FormatException>(() => new DeepTransformer(new DeepModel(model.Description with { Options = options }, model.Graph)));

            Assert.AreEqual("The ONNX graph of the model is refused: its network is a module, of which the model's description has no name. Only graphs written by MLNetDeep are run.", error.Message);
        }
    }

    private static float[] Scores(float[] outputs, TaskKind task)
    {
        double sum = outputs.Sum(output => Math.Exp(output));
        return task == TaskKind.MulticlassClassification ? [.. outputs.Select(output => (float)(Math.Exp(output) / sum))] : outputs;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        Assert.IsLessThan(1e-5, expected.Zip(actual, (one, other) => Math.Abs(one - other)).Max());
    }

    private sealed record ToyFeatures([property: VectorType(3)] float[] Features)
    {
        public ToyFeatures()
            : this(new float[3])
        {
        }
    }

    private sealed class BinaryScore
    {
        public float Score { get; set; }
    }
}

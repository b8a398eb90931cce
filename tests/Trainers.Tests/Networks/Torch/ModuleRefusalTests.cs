using MLNetDeep.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>What modules and the files of their models may not be, and who says so.</summary>
[TestClass]
public sealed class ModuleRefusalTests
{
    private static int s_unregistered; // how often somebody made what no application registered

    private readonly MLContext _ml = new(seed: 1);
    private readonly TorchOptions _options = new() { Module = GatedNetwork.Small, NumberOfEpochs = 1, Seed = 1 };

    [TestInitialize]
    public void TellOfModules() => TestAssembly.MakesModules = true;

    [TestMethod]
    public void Loading_MakesNoTypeThatTheApplicationDidNotRegister()
    {
        using DeepTransformer model = _ml.Regression.Trainers.Torch(_options).Fit(ToyData.Regression(_ml));
        string type = typeof(Unregistered).AssemblyQualifiedName!;
        foreach (string name in new[] { type, typeof(Unregistered).FullName!, nameof(Unregistered) })
        {
            InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => Open(model, new TorchModule(name)));
            Assert.StartsWith($"The network is the module '{name}', which is not registered (", error.Message);
            Assert.EndsWith($"). Call TorchModules.Register(\"{name}\", ...) at the start of the program, with what makes it.", error.Message);
        }
        using DeepTransformer opened = Open(model, GatedNetwork.Small with { Configuration = $$$"""{"$type":"{{{type}}}","Width":8,"Dropout":0.1,"Other":{"$type":"{{{type}}}"}}""" });

        Assert.AreEqual(0, s_unregistered);
        _ = new Unregistered();
        Assert.AreEqual(1, s_unregistered); // it would have been counted
    }

    [TestMethod]
    [DataRow("""{"Width":"wide"}""", "The configuration of the module 'gated' is no Sizes: The JSON value could not be converted to MLNetDeep.Tests.GatedNetwork+Sizes. Path: $.Width | LineNumber: 0 | BytePositionInLine: 15.")]
    [DataRow("null", "The module 'gated' is registered with a configuration of Sizes, and got none. Give one: TorchModule.Of(\"gated\", ...).")]
    [DataRow(null, "The module 'gated' is registered with a configuration of Sizes, and got none. Give one: TorchModule.Of(\"gated\", ...).")]
    public void Configurations_ThatDoNotFit_AreRefused(string? configuration, string expected) =>
        AssertRefused(new TorchModule(GatedNetwork.Name, configuration), expected);

    [TestMethod]
    public void Configuration_ThatNobodyAskedFor_IsRefused()
    {
        TorchModules.Register("bare", context => new Bare(context));

        AssertRefused(new TorchModule("bare", "7"), "The module 'bare' is registered without a configuration, and got one. Register it with a type: TorchModules.Register<T>(\"bare\", ...).");
    }

    [TestMethod]
    public void Factory_ThatFails_IsNamed()
    {
        TorchModules.Register<int>("failing", (_, size) => throw new ArgumentException($"Size {size} is too large."));
        AssertRefused(TorchModule.Of("failing", 7), "The module 'failing' cannot be made of the configuration 7: Size 7 is too large.");
        TorchModules.Register("nothing", _ => null!);
        AssertRefused(new TorchModule("nothing"), "What is registered for the module 'nothing' made null.");
    }

    [TestMethod]
    public void Weights_ThatAFileCannotHold_AreRefused()
    {
        AssertRefusedWeight(ones(4, ScalarType.Float64), "own", "Weight 'own' of the module 'bad' is of Float64; a model file holds Float32. Make it of that type.");
        AssertRefusedWeight(ones([1, 1, 1, 1, 2]), "own", "Weight 'own' of the module 'bad' has the shape [1, 1, 1, 1, 2]; a model file holds up to 4 axes, none of them empty. Hold it as a matrix, and give it its shape in forward.");
        AssertRefusedWeight(ones(0), "own", "Weight 'own' of the module 'bad' has the shape [0]; a model file holds up to 4 axes, none of them empty. Hold it as a matrix, and give it its shape in forward.");
        AssertRefusedWeight(ones(2), "label", "Weight 'label' of the module 'bad' has a name that is too long, or begins as names of the library: scaling, label. Give the field another name.");
    }

    [TestMethod]
    public void Outputs_OfAnotherShape_AreRefused()
    {
        TorchModules.Register("wide", context => new Bare(context with { OutputCount = 7 }));

        AssertRefused(new TorchModule("wide"), "The module 'wide' made Float32 of the shape [30, 7] of 30 rows; expected Float32 of [30, 1]. Use TorchContext.OutputCount for its last layer.");
    }

    [TestMethod]
    public void Name_ThatIsNotRegistered_EndsTheFitBeforeAnyRowIsRead()
    {
        IDataView unread = FeatureChange.Map(_ml, ToyData.Regression(_ml), _ => throw new IOException("read"));

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Regression.Trainers.Torch(_options with { Module = new TorchModule("unknown") }).Fit(unread));

        Assert.StartsWith("The network is the module 'unknown', which is not registered (", error.Message);
    }

    [TestMethod]
    public void Precision_OfModules_IsSingle()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Regression.Trainers.Torch(_options with { Precision = Precision.BFloat16 }).Fit(ToyData.Regression(_ml)));

        Assert.AreEqual("Precision must be Float32 where Module is set. (Parameter 'Precision') Actual value was BFloat16.", error.Message.ReplaceLineEndings(" "));
    }

    [TestMethod]
    public void Files_WithTheWeightsOfAnotherNetwork_AreRefused()
    {
        using DeepTransformer model = _ml.Regression.Trainers.Torch(_options).Fit(ToyData.Regression(_ml));
        TorchModules.Register("bare", context => new Bare(context));
        string Message(TorchModule module, OnnxGraph? graph = null) => Assert.ThrowsExactly<FormatException>(() => Open(model, module, graph)).Message;
        OnnxGraph stored = OnnxReader.Read(model.Model.Graph).Graph;

        Assert.AreEqual("Weight 'norm.running_mean' of the ONNX graph has shape [8]; the network needs [9].", Message(TorchModule.Of(GatedNetwork.Name, new GatedNetwork.Sizes(9, 0))));
        Assert.AreEqual("The weights of the model are not those of the module 'bare': 'out.weight' is not in the file. Register what made the network that was trained.", Message(new TorchModule("bare")));
        Assert.AreEqual("The weights of the model are not those of the module 'gated': 'gate.weight' is not in the file. Register what made the network that was trained.", Message(GatedNetwork.Small, Without(stored, "module.gate.weight")));
    }

    private static OnnxGraph Without(OnnxGraph graph, string weight) =>
        graph with { Nodes = [.. graph.Nodes.Select(node => node with { Inputs = [.. node.Inputs.Where(input => input != weight)] })] };

    private static DeepTransformer Open(DeepTransformer model, TorchModule module, OnnxGraph? graph = null) => new(new DeepModel(
        model.Model.Description with { Options = (TorchOptions)model.Options with { Module = module } },
        graph is null ? model.Model.Graph : OnnxWriter.Write(new OnnxModel { Graph = graph })));

    private void AssertRefusedWeight(Tensor weight, string name, string expected)
    {
        TorchModules.Register("bad", context => new Bare(context, weight, name));
        AssertRefused(new TorchModule("bad"), expected);
    }

    private void AssertRefused(TorchModule module, string expected)
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Regression.Trainers.Torch(_options with { Module = module }).Fit(ToyData.Regression(_ml)));

        Assert.AreEqual(expected, error.Message);
    }

    /// <summary>A layer, and perhaps a weight that nothing computes with.</summary>
    private sealed class Bare : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _out;

        internal Bare(TorchContext context, Tensor? weight = null, string name = "")
            : base("bare")
        {
            TestAssembly.MakesModules = true;
            _out = nn.Linear(context.FeatureCount, context.OutputCount);
            register_module("out", _out);
            if (weight is not null)
            {
                register_parameter(name, nn.Parameter(weight));
            }
        }

        public override Tensor forward(Tensor input) => _out.call(input);
    }

    private sealed class Unregistered : nn.Module<Tensor, Tensor>
    {
        public Unregistered()
            : base("unregistered") => s_unregistered++;

        public override Tensor forward(Tensor input) => input;
    }
}

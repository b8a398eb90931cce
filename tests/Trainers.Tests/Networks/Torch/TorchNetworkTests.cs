using MLNetDeep.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.Tests;

/// <summary>Networks of the user's own compute what TorchSharp computes of them, and what cannot be exported is named.</summary>
[TestClass]
public sealed class TorchNetworkTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestInitialize]
    public void TellOfModules() => TestAssembly.MakesModules = true;

    [TestMethod]
    [DataRow("ReLU")]
    [DataRow("GELU")]
    [DataRow("SiLU")]
    [DataRow("SELU")]
    [DataRow("Mish")]
    [DataRow("Tanh")]
    public void Layers_ThatKeepTheirWeights_ComputeAsTheModule(string activation)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Module<Tensor, Tensor> Activation() => activation switch
        {
            "ReLU" => ReLU(),
            "GELU" => GELU(),
            "SiLU" => SiLU(),
            "SELU" => SELU(),
            "Mish" => Mish(),
            _ => Tanh(),
        };
        Sequential Make() => Sequential(
            Linear(4, 8), BatchNorm1d(8), Activation(),
            Sequential(Linear(8, 6), LayerNorm(6), Activation(), Dropout(0.5)), Flatten(), nn.Identity(),
            Linear(6, 2));
        Sequential module = Make();
        Tensor rows = random.Normal(1, 32, 4);
        module.train();
        module.forward(rows).Dispose(); // moves the running averages
        module.eval();
        Tensor expected = module.forward(rows).detach();

        IReadOnlyList<ILayer> layers = TorchNetwork.Layers(new TorchOptions { Network = _ => module, KeepInitialWeights = true }, new DenseBatches(rows), outputCount: 2, random);

        Tensor actual = layers.Aggregate(rows, (values, layer) => layer.Forward(values, training: false));
        OnnxRun.AssertClose(expected, OnnxRun.Values(actual.detach()));
        Assert.AreSequenceEqual(
            ["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "3.0.weight", "3.0.bias", "3.1.weight", "3.1.bias", "6.weight", "6.bias"],
            layers.SelectMany(layer => layer.Weights).Select(weight => weight.Name));
    }

    public static IEnumerable<object[]> Maps =>
    [
        Map("an image", () => Sequential(
            Unflatten(1, [2, 6, 8]), Conv2d(2, 4, 3, padding: 1), BatchNorm2d(4), ReLU(), MaxPool2d(2), Conv2d(4, 6, (2, 3), stride: (1, 2), padding: (1, 0), bias: false), Tanh(), Flatten(), Linear(24, 2))),
        Map("a signal", () => Sequential(
            Unflatten(1, [3, 32]), Conv1d(3, 6, 5, stride: 2), BatchNorm1d(6), GELU(), AvgPool1d(3, stride: 2, padding: 1), Dropout(0.5), Conv1d(6, 4, 3, padding: Padding.Same, groups: 2), AdaptiveAvgPool1d(1), Flatten(), Linear(4, 2))),
        Map("means without pads", () => Sequential(
            Unflatten(1, [6, 4, 4]), AvgPool2d(3, stride: 1, padding: 1, count_include_pad: false), MaxPool2d((1, 2), stride: (2, 2), padding: (0, 1)), Conv2d(6, 2, 2, padding: Padding.Valid), AdaptiveAvgPool2d(1), Flatten())),
    ];

    /// <summary>The layers that are tried here and, of modules, in <see cref="ModuleFitTests"/>.</summary>
    internal static IEnumerable<string> Types(FitRandom random)
    {
        TestAssembly.MakesModules = true;
        IEnumerable<ILayer> layers = Maps.SelectMany(map => TorchNetwork.Layers(new TorchOptions { Network = _ => ((Func<Sequential>)map[1])() }, new DenseBatches(zeros(1, 96)), outputCount: 2, random));
        return [.. layers.Select(layer => layer.GetType().Name), nameof(ExpandedRows), nameof(ModuleLayer)];
    }

    [TestMethod]
    [DynamicData(nameof(Maps))]
    public void Maps_ComputeAsTheModuleAndAsTheirGraph(string name, Func<Sequential> make)
    {
        Assert.AreNotEqual("", name);
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Sequential module = make();
        Tensor rows = random.Normal(1, 7, 96);
        module.train();
        module.forward(rows).Dispose(); // moves the running averages
        module.eval();
        Tensor expected = module.forward(rows).detach();

        IReadOnlyList<ILayer> layers = TorchNetwork.Layers(new TorchOptions { Network = _ => module, KeepInitialWeights = true }, new DenseBatches(rows), outputCount: 2, random);

        Tensor actual = layers.Aggregate(rows, (values, layer) => layer.Forward(values, training: false)).detach();
        OnnxRun.AssertClose(expected, OnnxRun.Values(actual));
        OnnxRun.AssertClose(expected, OnnxRun.Scores(OnnxRun.Graph(96, 2, (graph, input) => layers.Aggregate(input, (edge, layer) => layer.ToOnnx(graph, edge))), rows));
    }

    [TestMethod]
    public void Convolutions_LearnWhereAPatternIs()
    {
        ToyRow<float>[] rows = ToyData.Rows(600, seed: 1, features => Enumerable.Range(0, 15).Max(place => features[place] - features[place + 1]), featureCount: 16);
        TorchOptions options = new()
        {
            Network = context => Sequential(Unflatten(1, [1, context.FeatureCount]), Conv1d(1, 16, 2), ReLU(), MaxPool1d(15), Flatten(), Linear(16, context.OutputCount)),
            NumberOfEpochs = 60,
            LearningRate = 0.02,
            Seed = 1,
        };
        using DeepTransformer model = _ml.Regression.Trainers.Torch(options).Fit(ToyData.View(_ml, rows[..400]));

        Assert.IsGreaterThan(0.8, _ml.Regression.Evaluate(model.Transform(ToyData.View(_ml, rows[400..]))).RSquared);
        Assert.AreSequenceEqual([16L, 1, 1, 2], NamedWeights.Of(model).Single(weight => weight.Name == "1.weight").Shape);
    }

    [TestMethod]
    public void Normalization_OfSparseRows_IsOnDenseOnes()
    {
        IDataView data = SparseData.Of(TaskKind.BinaryClassification, _ml);
        TorchOptions options = new() { Network = context => Sequential(BatchNorm1d(context.FeatureCount), Linear(context.FeatureCount, 8), ReLU(), Linear(8, context.OutputCount)), NumberOfEpochs = 5, Seed = 1 };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Torch(options).Fit(data);

        Assert.IsFalse(SparseData.IsSparse(model));
        Assert.IsGreaterThan(0.8, _ml.BinaryClassification.Evaluate(model.Transform(data)).AreaUnderRocCurve);
    }

    [TestMethod]
    public void Network_ThatKeepsItsWeights_BeginsWithThoseOfTheSeed()
    {
        float[] Scores(int seed)
        {
            TorchOptions options = new() { Network = context => Sequential(Linear(context.FeatureCount, 8), ReLU(), Linear(8, context.OutputCount)), KeepInitialWeights = true, NumberOfEpochs = 1, Seed = seed };
            using DeepTransformer model = _ml.Regression.Trainers.Torch(options).Fit(ToyData.Regression(_ml));
            return Tests.Scores.Of(model, ToyData.Regression(_ml));
        }

        BitAssert.AreEqual(Scores(1), Scores(1));
        BitAssert.AreNotEqual(Scores(1), Scores(2));
    }

    [TestMethod]
    public void Network_ThatKeepsItsWeights_BeginsWithThem()
    {
        float[] Scores(bool keeps)
        {
            TorchOptions still = new()
            {
                Network = context =>
                {
                    Sequential network = Sequential(Linear(context.FeatureCount, context.OutputCount));
                    using IDisposable noGradient = no_grad();
                    foreach (Parameter parameter in network.parameters())
                    {
                        parameter.zero_();
                    }
                    return network;
                },
                KeepInitialWeights = keeps,
                NumberOfEpochs = 1,
                LearningRate = 1e-30,
                Seed = 1,
            };
            using DeepTransformer model = _ml.Regression.Trainers.Torch(still).Fit(ToyData.Regression(_ml));
            return Tests.Scores.Of(model, ToyData.Regression(_ml));
        }

        Assert.HasCount(1, Scores(keeps: true).Distinct()); // the mean
        Assert.IsGreaterThan(100, Scores(keeps: false).Distinct().Count());
    }

    [TestMethod]
    public void Network_OnSparseRows_IsTrainedAsThatOfMlp()
    {
        IDataView data = SparseData.Of(TaskKind.BinaryClassification, _ml);
        TorchOptions options = new() { Network = context => Sequential(Linear(context.FeatureCount, 16), ReLU(), Linear(16, context.OutputCount)), NumberOfEpochs = 10, Seed = 1 };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Torch(options).Fit(data);

        Assert.IsTrue(SparseData.IsSparse(model));
        Assert.IsGreaterThan(0.9, _ml.BinaryClassification.Evaluate(model.Transform(data)).AreaUnderRocCurve);
    }

    [TestMethod]
    public void Network_IsMadeOnceForEachFitAndDisposed()
    {
        List<Sequential> made = [];
        TorchOptions options = new()
        {
            Network = context =>
            {
                made.Add(Sequential(Linear(context.FeatureCount, context.OutputCount)));
                return made[^1];
            },
            NumberOfEpochs = 1,
        };
        DeepTrainer trainer = _ml.BinaryClassification.Trainers.Torch(options);
        trainer.Fit(ToyData.Binary(_ml)).Dispose();
        trainer.Fit(ToyData.Binary(_ml)).Dispose();

        Assert.HasCount(2, made); // their tensors are counted after each test
    }

    private const string Layers = "Use Linear, BatchNorm1d, LayerNorm, Dropout, ReLU, GELU, SiLU, SELU, Mish, Tanh, Identity; and between Unflatten(1, ...) and Flatten Conv1d, Conv2d, BatchNorm2d, MaxPool, AvgPool and AdaptiveAvgPool to size 1.";

    private const string Window = "has a window that does not fit into [2, 2, 2], or is one of dilation, of ceil_mode, of padding other than zeros, or even with padding Same";

    public static IEnumerable<object[]> Refused =>
    [
        Row("an unknown layer", context => Sequential(Linear(context.FeatureCount, 8), LeakyReLU(0.1), Linear(8, context.OutputCount)),
            $"Layer '1' of the network, a LeakyReLU, cannot be exported to ONNX by this library, with these parameters and for rows of 8 numbers. {Layers}"),
        Row("another form of GELU", context => Sequential(Linear(context.FeatureCount, 8), GELU(TorchSharp.Modules.GELU.Approximate.tanh), Linear(8, context.OutputCount)),
            $"Layer '1' of the network, a GELU, cannot be exported to ONNX by this library, with these parameters and for rows of 8 numbers. {Layers}"),
        Row("a convolution of plain rows", context => Sequential(Linear(context.FeatureCount, 8), Conv1d(8, 8, 3), Linear(8, context.OutputCount)),
            $"Layer '1' of the network, a Conv1d, cannot be exported to ONNX by this library, with these parameters and for rows of 8 numbers. {Layers}"),
        Row("a dense layer of maps", context => Sequential(Linear(context.FeatureCount, 8), Unflatten(1, [2, 4]), Linear(4, 4)),
            $"Layer '2' of the network, a Linear, cannot be exported to ONNX by this library, with these parameters and for rows of [2, 4]. {Layers}"),
        Row("a convolution of images over a signal", context => Sequential(Linear(context.FeatureCount, 8), Unflatten(1, [2, 4]), Conv2d(2, 4, 3)),
            $"Layer '2' of the network, a Conv2d, cannot be exported to ONNX by this library, with these parameters and for rows of [2, 4]. {Layers}"),
        Row("a map of another size", context => Sequential(Linear(context.FeatureCount, 8), Unflatten(1, [3, 4])), "Layer '1' of the network, a Unflatten, makes [3, 4], where 8 numbers come. Give it that shape."),
        Row("other channels", context => Sequential(Linear(context.FeatureCount, 8), Unflatten(1, [2, 2, 2]), Conv2d(3, 4, 1)), "Layer '2' of the network, a Conv2d, takes 3 channels, where [2, 2, 2] come. Give it that shape."),
        Row("a window too large", context => Sequential(Linear(context.FeatureCount, 8), Unflatten(1, [2, 2, 2]), Conv2d(2, 4, 3)), $"Layer '2' of the network, a Conv2d, {Window}. {Layers}"),
        Row("dilation", context => Sequential(Linear(context.FeatureCount, 8), Unflatten(1, [2, 2, 2]), Conv2d(2, 4, 1, dilation: 2)), $"Layer '2' of the network, a Conv2d, {Window}. {Layers}"),
        Row("half windows", context => Sequential(Linear(context.FeatureCount, 8), Unflatten(1, [2, 2, 2]), MaxPool2d(2, ceil_mode: true)), $"Layer '2' of the network, a MaxPool2d, {Window}. {Layers}"),
        Row("a width", context => Sequential(Linear(context.FeatureCount, 8), Sequential(Linear(7, context.OutputCount))), "Layer '1.0' of the network, a Linear, takes 7 numbers, where 8 numbers come. Give it that shape."),
        Row("the features", context => Sequential(Linear(9, context.OutputCount)), "Layer '0' of the network, a Linear, takes 9 numbers, where 4 numbers come. Give it that shape."),
        Row("the outputs", context => Sequential(Linear(context.FeatureCount, 5)), "The network has outputs of 5 numbers; the task needs 1 number. Use TorchContext.OutputCount for the last layer."),
        Row("outputs that are maps", context => Sequential(Linear(context.FeatureCount, 1), Unflatten(1, [1, 1])), "The network has outputs of [1, 1]; the task needs 1 number. Use TorchContext.OutputCount for the last layer."),
        Row("no bias", context => Sequential(Linear(context.FeatureCount, context.OutputCount, hasBias: false)), "Layer '0' of the network, a Linear, has no bias. Make it with one."),
        Row("an eps", context => Sequential(Linear(context.FeatureCount, 3), BatchNorm1d(3, eps: 1e-3), Linear(3, context.OutputCount)), $"Layer '1' of the network, a BatchNorm1d, has other parameters than by default. {Layers}"),
        Row("a momentum", context => Sequential(Linear(context.FeatureCount, 3), BatchNorm1d(3, momentum: 0.5), Linear(3, context.OutputCount)), $"Layer '1' of the network, a BatchNorm1d, has other parameters than by default. {Layers}"),
        Row("a string", _ => "network", "The network is a String and no Sequential, whose layers could be exported to ONNX. Return Sequential(...) of its layers."),
        Row("a class of its own", context => new Doubled(context), "The network is a Doubled and no Sequential, whose layers could be exported to ONNX. Return Sequential(...) of its layers."),
        Row("a part of a class of its own", context => Sequential(new Doubled(context)), $"Layer '0' of the network, a Doubled, cannot be exported to ONNX by this library, with these parameters and for rows of 4 numbers. {Layers}"),
        Row("a module of another kind", context => Linear(context.FeatureCount, context.OutputCount), "The network is a Linear and no Sequential, whose layers could be exported to ONNX. Return Sequential(...) of its layers."),
    ];

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public void Networks_ThatCannotBeServed_AreRefused(string name, Func<TorchContext, object> network, string expected)
    {
        Assert.AreNotEqual("", name);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.BinaryClassification.Trainers.Torch(new TorchOptions { Network = network }).Fit(ToyData.Binary(_ml)));

        Assert.AreEqual($"{expected} Or have LibTorch make the predictions: register what makes the network with TorchModules.Register, and set Module in place of Network.", error.Message);
    }

    [TestMethod]
    public void Options_WithoutANetwork_AreRefused()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Regression.Trainers.Torch(new TorchOptions()).Fit(ToyData.Regression(_ml)));

        Assert.AreEqual("Network must be a function that makes a Sequential, unless Module is set. (Parameter 'Network')", error.Message);
    }

    [TestMethod]
    public void Options_WithTwoNetworks_AreRefused()
    {
        TorchOptions both = new() { Network = context => Sequential(Linear(context.FeatureCount, context.OutputCount)), Module = GatedNetwork.Small };
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Regression.Trainers.Torch(both).Fit(ToyData.Regression(_ml)));

        Assert.AreEqual("Network must be null where Module is set. (Parameter 'Network') Actual value was a function.", error.Message.ReplaceLineEndings(" "));
    }

    /// <summary>A Sequential that computes something else than its layers do.</summary>
    private sealed class Doubled(TorchContext context) : Sequential(Linear(context.FeatureCount, context.OutputCount))
    {
        public override Tensor forward(Tensor input) => base.forward(input).mul(2);
    }

    private static object[] Map(string name, Func<Sequential> make) => [name, make];

    private static object[] Row(string name, Func<TorchContext, object> network, string expected) => [name, network, expected];
}

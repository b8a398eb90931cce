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

    public static IEnumerable<object[]> Refused =>
    [
        Row("a Conv1d", context => Sequential(Linear(context.FeatureCount, 8), Conv1d(8, 8, 3), Linear(8, context.OutputCount)), "Layer '1' of Network, a Conv1d, cannot be exported to ONNX by this library. Use Linear, BatchNorm1d, LayerNorm, Dropout, ReLU, GELU, SiLU, SELU, Mish, Tanh, Flatten or Identity; or Trainers.Cnn and Trainers.Rnn for images and sequences."),
        Row("a width", context => Sequential(Linear(context.FeatureCount, 8), Sequential(Linear(7, context.OutputCount))), "Layer '1.0' of Network, a Linear, takes 7 numbers, where 8 come. Give it that width."),
        Row("the features", context => Sequential(Linear(9, context.OutputCount)), "Layer '0' of Network, a Linear, takes 9 numbers, where 4 come. Give it that width."),
        Row("the outputs", context => Sequential(Linear(context.FeatureCount, 5)), "Network has 5 outputs; the task needs 1. Use TorchContext.OutputCount for the last layer."),
        Row("no bias", context => Sequential(Linear(context.FeatureCount, context.OutputCount, hasBias: false)), "Layer '0' of Network, a Linear, has no bias. Make it with one."),
        Row("an eps", context => Sequential(Linear(context.FeatureCount, 3), BatchNorm1d(3, eps: 1e-3), Linear(3, context.OutputCount)), "Layer '1' of Network, a BatchNorm1d, has another eps than 1e-5, or no weights. Use its defaults."),
        Row("a string", _ => "network", "Network must make a Sequential, whose layers can be exported to ONNX; it made String. Return Sequential(...) of its layers."),
        Row("a module of another kind", context => Linear(context.FeatureCount, context.OutputCount), "Network must make a Sequential, whose layers can be exported to ONNX; it made Linear. Return Sequential(...) of its layers."),
    ];

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public void Networks_ThatCannotBeServed_AreRefused(string name, Func<TorchContext, object> network, string expected)
    {
        Assert.AreNotEqual("", name);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.BinaryClassification.Trainers.Torch(new TorchOptions { Network = network }).Fit(ToyData.Binary(_ml)));

        Assert.AreEqual(expected, error.Message);
    }

    [TestMethod]
    public void Options_WithoutANetwork_AreRefused()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Regression.Trainers.Torch(new TorchOptions()).Fit(ToyData.Regression(_ml)));

        Assert.AreEqual("Network must be a function that makes a Sequential. (Parameter 'Network')", error.Message);
    }

    private static object[] Row(string name, Func<TorchContext, object> network, string expected) => [name, network, expected];
}

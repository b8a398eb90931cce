using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class MlpTests
{
    [TestMethod]
    public void Layers_FollowTheOptions() => AssertLayers(
        "Dense BatchNormalizationLayer ActivationLayer DropoutLayer Dense BatchNormalizationLayer ActivationLayer DropoutLayer Dense",
        new MlpOptions { HiddenLayerSizes = [3, 2], Normalization = Normalization.Batch, Dropout = 0.5 });

    [TestMethod]
    public void Layers_WithoutDropoutAndNormalization_AreDenseOnesAndActivations() =>
        AssertLayers("Dense ActivationLayer Dense", new MlpOptions { HiddenLayerSizes = [3], Normalization = Normalization.None, Dropout = 0 });

    [TestMethod]
    public void Layers_WithoutHiddenOnes_AreLinear() => AssertLayers("Dense", new MlpOptions { HiddenLayerSizes = [] });

    [TestMethod]
    public void Layers_WithFeatureDropout_BeginWithIt() =>
        AssertLayers("DropoutLayer Dense", new MlpOptions { HiddenLayerSizes = [], FeatureDropout = 0.1 });

    [TestMethod]
    public void Layers_ByCountAndSize_AreThatManyOfThatSize()
    {
        MlpOptions options = new() { HiddenLayerCount = 3, HiddenLayerSize = 5, Normalization = Normalization.None, Dropout = 0 };
        Assert.AreSequenceEqual([5, 5, 5], options.EffectiveHiddenLayerSizes());
        AssertLayers("Dense ActivationLayer Dense ActivationLayer Dense ActivationLayer Dense", options);
    }

    [TestMethod]
    [DataRow(Activation.Relu)]
    [DataRow(Activation.Selu)]
    public void InitialWeights_KeepTheVarianceOfTheirInputs(Activation activation)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor values = randn([1000, 100], generator: random.Host);
        foreach (ILayer layer in Mlp.Layers(new MlpOptions { HiddenLayerSizes = [100, 100, 100], Activation = activation, Normalization = Normalization.None, Dropout = 0 }, new DenseBatches(values), arange(1000), TaskKind.Regression, 100, random))
        {
            values = layer.Forward(values, training: false);
        }

        double variance = values.var().item<float>();
        Assert.IsGreaterThan(0.3, variance);
        Assert.IsLessThan(3, variance);
    }

    private static void AssertLayers(string expected, MlpOptions options)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Assert.AreEqual(expected, string.Join(' ', Mlp.Layers(options, new DenseBatches(zeros(1, 4)), arange(1), TaskKind.Regression, outputCount: 1, random).Select(layer => layer.GetType().Name)));
    }
}

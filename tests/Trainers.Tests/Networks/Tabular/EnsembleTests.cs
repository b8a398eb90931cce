using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Several networks in one: each learns by its own loss, and scores are means.</summary>
[TestClass]
public sealed class EnsembleTests
{
    private const int Rows = 5, Width = 3, Members = 4, Classes = 3;

    /// <summary>The layers that have rows of members, which <see cref="NetworkParityTests"/> compares with their graphs.</summary>
    internal static string[] Types => [nameof(MemberInput), nameof(MemberDense), nameof(OfMembers), nameof(MemberOutput)];

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    public void Scores_AreTheMeansOfTheMembers(TaskKind task)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor features = randn([Rows, Width], generator: random.Host);
        Tensor training = features, scoring = features;
        foreach (ILayer layer in Layers(task, EnsembleForm.Full, random))
        {
            training = layer.Forward(training, training: true);
            scoring = layer.Forward(scoring, training: false);
        }

        Tensor ofMembers = Shown(task, training).view(Rows, Members, -1);
        OnnxRun.AssertClose(ofMembers.mean([1]), OnnxRun.Values(Shown(task, scoring)));
        Assert.IsGreaterThan(1e-3, ofMembers.std(1).min().item<float>()); // each has something to add
    }

    [TestMethod]
    [DataRow(EnsembleForm.Full)]
    [DataRow(EnsembleForm.Mini)]
    public void Gradients_OfAMember_AreThoseOfItsOwnLoss(EnsembleForm form)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        IReadOnlyList<ILayer> layers = Layers(TaskKind.Regression, form, random);
        Network network = new(new RobustScaling(zeros(Width), ones(Width)), layers, CPU);
        Tensor features = randn([Rows, Width], generator: random.Host), targets = randn([Rows], generator: random.Host);
        MlpOptions options = new() { GradientClipNorm = 0, WeightDecay = 0 };
        Tensor outputs = network.Forward(features, training: true);
        double expected = (outputs.view(Rows, Members) - targets.unsqueeze(1)).square().mean().item<float>();

        Tensor loss = new LayeredStep(network, new Tasks.RegressionTask(), options, mix: null).Take(new Batch(features, targets, null), learningRate: 0.01);

        Assert.AreEqual(expected, loss.item<float>(), 1e-5);
        foreach (Weight weight in layers[^1].Weights) // an output of its own for each member
        {
            Assert.IsTrue(OnnxRun.Values(weight.Value.grad!.flatten(1).abs().sum(1)).All(gradient => gradient > 0));
        }
    }

    [TestMethod]
    [DataRow(EnsembleForm.Full, "MemberInput MemberDense OfMembers ActivationLayer DropoutLayer MemberOutput")]
    [DataRow(EnsembleForm.Mini, "MemberInput MemberDense OfMembers ActivationLayer DropoutLayer MemberOutput")]
    public void Layers_OfAnEnsemble_AreThoseOfMembers(EnsembleForm form, string expected)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        IReadOnlyList<ILayer> layers = Layers(TaskKind.Regression, form, random, dropout: 0.1);

        Assert.AreEqual(expected, string.Join(' ', layers.Select(layer => layer.GetType().Name)));
        Assert.HasCount(form == EnsembleForm.Full ? 4 : 2, layers[1].Weights);
    }

    // Bins of one feature are that feature to all members.
    [TestMethod]
    public void Signs_OfAFeature_AreThoseOfItsBins()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        MemberInput input = new("members", 16, [0, 1, 1, 0], random.Host);

        Tensor signs = input.Forward(ones(1, 4), training: true).squeeze(0);

        Assert.IsTrue(signs.abs().eq(1).all().item<bool>());
        Assert.IsTrue(signs.index_select(1, tensor([0L, 1])).eq(signs.index_select(1, tensor([3L, 2]))).all().item<bool>());
        Assert.IsFalse(signs.select(1, 0).eq(signs.select(1, 1)).all().item<bool>());
    }

    private static IReadOnlyList<ILayer> Layers(TaskKind task, EnsembleForm form, FitRandom random, double dropout = 0)
    {
        MlpOptions options = new() { HiddenLayerSizes = [8], EnsembleSize = Members, EnsembleForm = form, Normalization = dropout > 0 ? Normalization.Batch : Normalization.Layer, Dropout = dropout };
        return Mlp.Layers(options, new DenseBatches(zeros(1, Width)), zeros(1, ScalarType.Int32), task, task == TaskKind.MulticlassClassification ? Classes : 1, random);
    }

    private static Tensor Shown(TaskKind task, Tensor outputs) => task switch
    {
        TaskKind.BinaryClassification => outputs.sigmoid(),
        TaskKind.MulticlassClassification => outputs.softmax(-1),
        _ => outputs,
    };
}

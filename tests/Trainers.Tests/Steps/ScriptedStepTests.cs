using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>The script takes the steps that layers and autograd take.</summary>
[TestClass]
public sealed class ScriptedStepTests
{
    private const int RowCount = 24, Width = 6, ClassCount = 4;

    public static IEnumerable<object[]> Networks =>
        from task in Enum.GetValues<TaskKind>()
        from activation in Enum.GetValues<Activation>()
        from normalization in Enum.GetValues<Normalization>()
        select new object[] { task, new MlpOptions { HiddenLayerSizes = [8, 5], Activation = activation, Normalization = normalization } };

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Steps_OfAnyNetwork_AreThoseOfItsLayers(TaskKind task, MlpOptions options) => AssertEqualSteps(task, options);

    public static IEnumerable<object[]> Special =>
        from options in new MlpOptions[]
        {
            new() { HiddenLayerSizes = [] },
            new() { HiddenLayerSizes = [], FeatureDropout = 0.5 },
            new() { HiddenLayerSizes = [8], Dropout = 0, FeatureDropout = 0.3 },
            new() { HiddenLayerSizes = [8, 8, 8, 8], Dropout = 0.5, WeightDecay = 0, GradientClipNorm = 0 },
            new() { HiddenLayerSizes = [8], GradientClipNorm = 1e-3 },
            new() { HiddenLayerSizes = [8], GradientClipNorm = double.MaxValue, WeightDecay = 1 },
            new() { HiddenLayerSizes = [8], ClassWeights = [1, 2, 3, 4] },
        }
        select new object[] { options };

    [TestMethod]
    [DynamicData(nameof(Special))]
    public void Steps_WithOtherOptions_AreThoseOfTheLayers(MlpOptions options) =>
        AssertEqualSteps(TaskKind.MulticlassClassification, options);

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    public void Steps_OnBatchesOfOneRow_AreThoseOfTheLayers(TaskKind task) =>
        AssertEqualSteps(task, new MlpOptions { HiddenLayerSizes = [8] }, batchSize: 1);

    [TestMethod]
    [DataRow(Normalization.None)]
    [DataRow(Normalization.Batch)]
    [DataRow(Normalization.Layer)]
    public void Steps_InBFloat16_HaveNearlyTheLossesOfTheLayers(Normalization normalization)
    {
        MlpOptions options = new() { HiddenLayerSizes = [8, 5], Normalization = normalization };
        float[] Losses(Precision precision, Func<Network, TrainingTask, ITrainingStep> stepOf) =>
            Train(TaskKind.MulticlassClassification, options, precision, RowCount, stepOf).Losses;
        float[] layered = Losses(Precision.BFloat16, (network, task) => new LayeredStep(network, task, options, mix: null));
        float[] scripted = Losses(Precision.BFloat16, (network, task) => ScriptedStep.Of(network, task, options)!);

        AssertClose(layered, scripted, 0.02); // weights may differ: Adam makes a step of any gradient, also of one that is rounding
        foreach (float[] losses in new[] { layered, scripted })
        {
            Assert.IsGreaterThan(1e-4, losses.Zip(Losses(Precision.Float32, (network, task) => ScriptedStep.Of(network, task, options)!), (one, other) => Math.Abs(one - other)).Max());
        }
    }

    [TestMethod]
    [DataRow(true, true, true)]
    [DataRow(true, false, false)]
    [DataRow(false, true, false)]
    public void Fit_TakesTheScriptWhereItIsWantedAndKnowsTheLayers(bool wanted, bool isDense, bool expected)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable wish = Scripts.Wanted(wanted);
        using FitRandom random = new(1, CPU);
        ILayer layer = isDense ? new Dense("output", 3, 1, gain: 1, random.Host) : new SparseDense("output", 3, [0, 1, 2], zeros(3, 1));
        Network network = new(new RobustScaling(zeros(3), ones(3)), [layer], CPU);

        Assert.AreEqual(expected, ITrainingStep.Of(network, new BinaryTask(), new MlpOptions(), random) is ScriptedStep);
    }

    /// <summary>Twenty steps of either kind from equal starts give equal losses and weights.</summary>
    private static void AssertEqualSteps(TaskKind task, MlpOptions options, int batchSize = RowCount)
    {
        (float[] Losses, float[] Weights) Scripted(MlpOptions options) =>
            Train(task, options, Precision.Float32, batchSize, (network, learning) => ScriptedStep.Of(network, learning, options)!);
        (float[] expectedLosses, float[] expectedWeights) = Train(task, options, Precision.Float32, batchSize, (network, learning) => new LayeredStep(network, learning, options, mix: null));
        (float[] losses, float[] weights) = Scripted(options);

        AssertClose(expectedLosses, losses, 1e-5);
        AssertClose(expectedWeights, weights, 1e-5);
        CollectionAssert.AreNotEqual(Scripted(options with { LearningRate = 0 }).Weights, weights);
    }

    private static (float[] Losses, float[] Weights) Train(
        TaskKind task, MlpOptions options, Precision precision, int batchSize, Func<Network, TrainingTask, ITrainingStep> stepOf)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable wanted = Scripts.Wanted(scripted: true);
        using FitRandom random = new(1, CPU);
        DenseBatches features = new(randn([RowCount, Width], generator: random.Host));
        Tensor targets = task == TaskKind.MulticlassClassification
            ? randint(ClassCount, RowCount, dtype: ScalarType.Int64, generator: random.Host)
            : (randn([RowCount], generator: random.Host) > 0).to(ScalarType.Float32);
        Rows rows = new(features, new RowTargets(targets, rand([RowCount], generator: random.Host) + 0.5f), arange(RowCount, dtype: ScalarType.Int64));
        int outputs = task == TaskKind.MulticlassClassification ? ClassCount : 1;
        Network network = new(
            new RobustScaling(zeros(Width), ones(Width)), Architecture.Layers(options, features, rows.Indices, task, outputs, random), CPU, ComputePrecision.Of(precision, CPU, cpuHasBFloat16: true));
        TrainingTask learning = TrainingTask.Of(task);
        LabelSummary labels = new("rows", task == TaskKind.MulticlassClassification ? ClassCount : 2);
        Array.ForEach([0f, 1, 1], labels.Add);
        learning.Learn(labels, options, CPU);
        ITrainingStep step = stepOf(network, learning);
        float[] losses = [.. Enumerable.Range(0, 20).Select(index => step.Take(rows.Batch(rows.Indices, index * batchSize % RowCount, batchSize), options.LearningRate).item<float>())];
        return (losses, [.. network.Layers.SelectMany(layer => layer.Weights).Where(weight => !IsWithoutGradient(weight, options)).SelectMany(weight => OnnxRun.Values(weight.Value.detach()))]);
    }

    /// <summary>A bias before batch normalization changes nothing: what moves it, and the running mean behind it, is rounding.</summary>
    private static bool IsWithoutGradient(Weight weight, MlpOptions options) =>
        options.Normalization == Normalization.Batch
        && weight.Name.StartsWith("hidden.", StringComparison.Ordinal)
        && (weight.Name.EndsWith("running_mean", StringComparison.Ordinal) || (weight.Name.EndsWith(".bias", StringComparison.Ordinal) && !weight.Name.Contains("norm", StringComparison.Ordinal)));

    private static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        foreach ((float one, float other) in expected.Zip(actual))
        {
            Assert.AreEqual(one, other, tolerance * Math.Max(1, Math.Abs(one)));
        }
    }
}

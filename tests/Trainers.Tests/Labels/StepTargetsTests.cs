using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>The targets of a batch are the labels that its steps have, and each has the weight of its row.</summary>
[TestClass]
public sealed class StepTargetsTests
{
    private const float Missing = float.NaN;

    private static readonly float[] s_features = [1, 2, 3, 4, 5, 6];
    private static readonly float[] s_labels = [1, 0, 1, Missing, 0, 1];
    private static readonly long[] s_starts = [0, 3, 5, 6]; // rows of three steps, two and one

    [TestMethod]
    public void Batch_OfSomeRows_HasTheTargetsOfTheirLabelledSteps()
    {
        using DisposeScope scope = NewDisposeScope();

        Batch batch = Rows(tensor([10f, 20f, 30f]), 1, 2, 0).Batch(tensor([1L, 2, 0]), 0, 3);

        Assert.AreSequenceEqual([0f, 1, 1, 0, 1], OnnxRun.Values(batch.Targets));
        Assert.AreSequenceEqual([1L, 3, 6, 7, 8], batch.Places!.data<long>().ToArray()); // of three steps each
        Assert.AreSequenceEqual([20f, 30, 10, 10, 10], OnnxRun.Values(batch.Weights!));
        Assert.AreSequenceEqual([5f, 6, 1, 2, 3], OnnxRun.Values(batch.Targeted(batch.Features.nan_to_num(-1)).squeeze(-1)));
    }

    [TestMethod]
    public void Validation_WithARowOfWeightTwo_IsValidationWithTheRowTwice()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Network network = Linear(random);
        BinaryTask task = new();

        (double loss, double metric) = Evaluation.Of(network, task, Rows(tensor([2f, 1f, 1f]), 0, 1, 2), TestBudget.NeverCancelled);

        Assert.AreEqual(Evaluation.Of(network, task, Rows(null, 0, 0, 1, 2), TestBudget.NeverCancelled), (loss, metric));
        Assert.AreNotEqual(Evaluation.Of(network, task, Rows(null, 0, 1, 2), TestBudget.NeverCancelled).Loss, loss, 1e-3);
    }

    /// <summary>Rows of three steps, whose labels count three times as much as that of a row of one.</summary>
    [TestMethod]
    public void Loss_OfABatch_IsTheMeanOverSteps()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Network network = Linear(random);
        BinaryTask task = new();
        LayeredStep step = new(network, task, new RnnOptions(), mix: null);

        double loss = step.Take(Rows(null, 0, 1, 2).Batch(tensor([0L, 1, 2]), 0, 3), learningRate: 0).item<float>();

        Tensor outputs = network.Forward(tensor([1f, 2, 3, 5, 6]).view(1, 5, 1), training: false).view(-1, 1);
        Assert.AreEqual(task.RowLosses(outputs, tensor([1f, 0, 1, 0, 1])).mean().item<float>(), loss, 1e-6);
    }

    /// <summary>A weight and a bias for every step.</summary>
    private static Network Linear(FitRandom random) =>
        new(new RobustScaling(zeros(1), ones(1)), [new SequenceNetwork([new StepDense("output", 1, 1, gain: 1, random.Host)], new EachStep(), isPadded: true, longest: 3)], CPU);

    private static Rows Rows(Tensor? weights, params long[] rows)
    {
        SequenceForm form = new("Features", SequenceKind.Numbers, 1, 100, Truncation.KeepFirst, EndsWithPadding: false);
        SequenceBatches features = new(new DenseBatches(tensor(s_features, 6, 1)), tensor(s_starts), new SequenceShape(form, 0, Steps: null) { HasStepLabels = true }, CPU);
        return new Rows(features, new StepTargets(new DenseBatches(tensor(s_labels, 6, 1)), features, new BinaryTask(), weights), tensor(rows));
    }
}

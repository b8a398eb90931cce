using MLNetDeep.Networks;
using MLNetDeep.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>The losses of mixed rows, and what fits make of them; <see cref="ScriptedStepTests"/> compares steps without a mix.</summary>
[TestClass]
public sealed class LayeredStepTests
{
    private const int RowCount = 16, ClassCount = 4;

    private static readonly ImageMap s_map = new(2, 4, 5);

    public static IEnumerable<object[]> Mixes =>
        from task in Enum.GetValues<TaskKind>()
        from pastes in (bool[])[false, true]
        from weighted in (bool[])[false, true]
        select new object[] { task, pastes, weighted };

    [TestMethod]
    [DynamicData(nameof(Mixes))]
    public void Loss_OfMixedRows_IsThatOfBothInProportion(TaskKind task, bool pastes, bool weighted)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU), same = new(1, CPU), data = new(2, CPU);
        (Tensor features, Tensor targets, Tensor? weights) = Batch(task, weighted, data);
        Network network = Linear(task, data);
        TrainingTask learning = TrainingTask.Of(task);
        LayeredStep step = new(network, learning, new CnnOptions { GradientClipNorm = 0 }, Mix(pastes, random));

        double loss = step.Take(new Batch(features, targets, weights), learningRate: 0).item<float>();

        (Tensor mixed, Tensor partners, double share) = Mix(pastes, same).Mix(features);
        Tensor outputs = network.Forward(mixed, training: true);
        Tensor own = learning.RowLosses(outputs, targets) * (weights ?? ones(RowCount));
        Tensor other = learning.RowLosses(outputs, targets.index_select(0, partners)) * (weights?.index_select(0, partners) ?? ones(RowCount));
        Tensor expected = (own * share + other * (1 - share)).mean();
        Assert.AreEqual(expected.item<float>(), loss, 1e-6);
        Assert.AreNotEqual(learning.RowLosses(outputs, targets).mean().item<float>(), loss, 1e-3);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Gradient_OfMixedRows_IsThatOfTheirLoss(bool pastes)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU), same = new(1, CPU), data = new(2, CPU);
        (Tensor features, Tensor targets, Tensor? weights) = Batch(TaskKind.MulticlassClassification, weighted: true, data);
        Network network = Linear(TaskKind.MulticlassClassification, data);
        MulticlassTask task = new();
        new LayeredStep(network, task, new CnnOptions { GradientClipNorm = 0 }, Mix(pastes, random)).Take(new Batch(features, targets, weights), learningRate: 0);
        Tensor gradient = network.Weights.Gradients.clone();
        network.Weights.Gradients.zero_();

        (Tensor mixed, Tensor partners, double share) = Mix(pastes, same).Mix(features);
        Tensor outputs = network.Forward(mixed, training: true);
        ((task.RowLosses(outputs, targets) * weights! * share) + (task.RowLosses(outputs, targets.index_select(0, partners)) * weights!.index_select(0, partners) * (1 - share))).mean().backward();

        OnnxRun.AssertClose(network.Weights.Gradients, OnnxRun.Values(gradient));
    }

    /// <summary>Otherwise it would teach its label through the rows that it is mixed with.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Label_OfARowWithoutWeight_HasNoInfluence(bool pastes)
    {
        double Loss(long label)
        {
            using DisposeScope scope = NewDisposeScope();
            using FitRandom random = new(1, CPU), data = new(2, CPU);
            (Tensor features, Tensor targets, Tensor? weights) = Batch(TaskKind.MulticlassClassification, weighted: true, data);
            weights![3] = tensor(0f);
            targets[3] = tensor(label);
            LayeredStep step = new(Linear(TaskKind.MulticlassClassification, data), new MulticlassTask(), new CnnOptions(), Mix(pastes, random));
            return step.Take(new Batch(features, targets, weights), learningRate: 0).item<float>();
        }

        Assert.AreEqual(Loss(label: 0), Loss(label: 1));
    }

    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    public void Fit_ThatMixes_HasOtherLossesAndStillLearns(TaskKind task)
    {
        MLContext ml = new(seed: 1);
        TrainerCase trainer = TrainerCase.All.Single(trainer => trainer.Task == task && trainer.Small is CnnOptions);
        EpochReport[] Epochs(CnnOptions options)
        {
            using DeepTransformer model = trainer.Fit(ml, options with { NumberOfEpochs = 15, LearningRate = 0.01, ValidationFraction = 0.2 });
            return [.. model.TrainingHistory.Epochs];
        }
        CnnOptions small = (CnnOptions)trainer.Small;
        EpochReport[] plain = Epochs(small), mixup = Epochs(small with { Mixup = 0.4 }), cutMix = Epochs(small with { CutMix = 1 });

        Assert.HasCount(3, new[] { plain, mixup, cutMix }.Select(epochs => epochs[0].TrainingLoss).Distinct());
        foreach (EpochReport[] mixed in new[] { mixup, cutMix })
        {
            Assert.IsGreaterThan(plain.Min(epoch => epoch.TrainingLoss), mixed.Min(epoch => epoch.TrainingLoss)); // of two labels at once
            Assert.IsLessThan(mixed[0].ValidationLoss!.Value, mixed.Min(epoch => epoch.ValidationLoss)!.Value);
        }
    }

    private static BatchMix Mix(bool pastes, FitRandom random) => pastes ? new(mixup: 0, cutMix: 1, random) : new(mixup: 1, cutMix: 0, random);

    private static (Tensor Features, Tensor Targets, Tensor? Weights) Batch(TaskKind task, bool weighted, FitRandom random)
    {
        Tensor targets = task == TaskKind.MulticlassClassification
            ? randint(ClassCount, RowCount, dtype: ScalarType.Int64, generator: random.Host)
            : (randn([RowCount], generator: random.Host) > 0).to(ScalarType.Float32);
        return (Maps.Random(s_map, RowCount, random), targets, weighted ? rand([RowCount], generator: random.Host) * 2 : null);
    }

    /// <summary>A network that looks at the means of an image's channels.</summary>
    private static Network Linear(TaskKind task, FitRandom random)
    {
        int outputs = task == TaskKind.MulticlassClassification ? ClassCount : 1;
        ChannelScaling scaling = new(new ImageShape(s_map, IsSignal: false, IsInterleaved: true), zeros(2), ones(2));
        return new Network(scaling, [new GlobalAveragePooling(), new Dense("fc", 2, outputs, gain: 1, random.Host)], CPU);
    }
}

namespace MLNetDeep.Tests;

/// <summary>Fits in BFloat16 learn what those in single precision learn, and round on the way.</summary>
[TestClass]
public sealed class PrecisionTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Cases =>
        from trainer in TrainerCase.Graphs
        from sparse in (bool[])[false, true]
        from scripted in (bool[])[true, false]
        where trainer.Small is MlpOptions || (!sparse && !scripted) // others know neither
        select new object[] { trainer, sparse, scripted };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Fit_InBFloat16_HasOtherLossesAndLearnsAsWell(TrainerCase trainer, bool sparse, bool scripted)
    {
        NeedsBFloat16();
        using IDisposable wanted = Scripts.Wanted(scripted);
        IDataView data = sparse ? SparseData.Of(trainer.Task, _ml) : trainer.Data(_ml);
        TrainingHistory single = History(trainer, data, Precision.Float32), half = History(trainer, data, Precision.BFloat16);

        Assert.AreEqual(single.Epochs[0].TrainingLoss, half.Epochs[0].TrainingLoss, 0.02);
        Assert.IsGreaterThan(1e-6, Math.Abs(single.Epochs[0].TrainingLoss - half.Epochs[0].TrainingLoss));
        Assert.AreEqual(single.Epochs.Min(epoch => epoch.ValidationLoss)!.Value, half.Epochs.Min(epoch => epoch.ValidationLoss)!.Value, 0.05);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Graphs), typeof(TrainerCase))]
    public void Fit_InBFloat16Twice_GivesEqualModels(TrainerCase trainer)
    {
        NeedsBFloat16();
        using DeepTransformer first = trainer.Fit(_ml, trainer.Small with { Precision = Precision.BFloat16 });
        using DeepTransformer second = trainer.Fit(_ml, trainer.Small with { Precision = Precision.BFloat16 });

        Assert.IsTrue(first.Model.Graph.Span.SequenceEqual(second.Model.Graph.Span));
    }

    /// <summary>Skips a test where the CPU refuses the precision.</summary>
    internal static void NeedsBFloat16()
    {
        if (!ComputePrecision.CpuHasBFloat16)
        {
            Assert.Inconclusive("This CPU has no instructions for BFloat16.");
        }
    }

    private TrainingHistory History(TrainerCase trainer, IDataView data, Precision precision)
    {
        using DeepTransformer model = trainer.Create(_ml, trainer.Small with { NumberOfEpochs = 10, Precision = precision }).Fit(data);
        return model.TrainingHistory;
    }
}

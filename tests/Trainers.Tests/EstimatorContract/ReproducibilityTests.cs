using TorchSharp;

namespace MLNetDeep.Tests;

/// <summary>A seed decides everything random, whoever else is training.</summary>
[TestClass]
public sealed class ReproducibilityTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Fit_TwiceOnOneTrainer_GivesEqualScores(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        DeepTrainer one = trainer.Trainer(_ml);
        using DeepTransformer first = one.Fit(data), second = one.Fit(data);

        BitAssert.AreEqual(Scores.Of(first, data), Scores.Of(second, data));
        Assert.AreNotSame(first.Model, second.Model);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Fit_OnOtherDataInBetween_ChangesNothing(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        DeepTrainer one = trainer.Trainer(_ml);
        using DeepTransformer first = one.Fit(data), other = one.Fit(trainer.Data(_ml, rows: 100, seed: 2)), second = one.Fit(data);

        BitAssert.AreEqual(Scores.Of(first, data), Scores.Of(second, data));
        BitAssert.AreNotEqual(Scores.Of(first, data), Scores.Of(other, data));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Fit_WithAnotherSeed_GivesOtherScores(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml);
        using DeepTransformer first = trainer.Fit(_ml), second = trainer.Fit(_ml, trainer.Small with { Seed = 2 });

        BitAssert.AreNotEqual(Scores.Of(first, data), Scores.Of(second, data));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Fit_WithoutASeed_TakesThatOfTheContext(TrainerCase trainer)
    {
        using DeepTransformer byOptions = trainer.Fit(_ml, trainer.Small with { Seed = 5 });
        using DeepTransformer byContext = trainer.Fit(new MLContext(seed: 5), trainer.Small with { Seed = null });

        BitAssert.AreEqual(Scores.Of(byOptions, trainer.Data(_ml)), Scores.Of(byContext, trainer.Data(_ml)));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Fit_WithoutAnySeed_IsRandomAndTellsTheSeedThatRepeatsIt(TrainerCase trainer)
    {
        MLContext unseeded = new();
        IDataView data = trainer.Data(_ml);
        using DeepTransformer first = trainer.Fit(unseeded, trainer.Small with { Seed = null });
        using DeepTransformer second = trainer.Fit(unseeded, trainer.Small with { Seed = null });
        using DeepTransformer repeated = trainer.Fit(unseeded, trainer.Small with { Seed = first.TrainingHistory.Seed });

        BitAssert.AreNotEqual(Scores.Of(first, data), Scores.Of(second, data));
        BitAssert.AreEqual(Scores.Of(first, data), Scores.Of(repeated, data));
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Fits_AtOnceOnTwoThreads_GiveTheScoresOfOne(TrainerCase trainer)
    {
        TestAssembly.FreesElsewhere = trainer.IsModule;
        IDataView data = trainer.Data(_ml);
        DeepTrainer shared = trainer.Trainer(_ml);
        using DeepTransformer alone = shared.Fit(data);
        using Barrier start = new(2);
        DeepTransformer[] together = new DeepTransformer[2];

        OnThreads.Run(together.Length, thread =>
        {
            start.SignalAndWait();
            together[thread] = shared.Fit(data);
        });

        foreach (DeepTransformer model in together)
        {
            BitAssert.AreEqual(Scores.Of(alone, data), Scores.Of(model, data));
            model.Dispose();
        }
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Fits_WithOtherThreadCounts_AgreeInTheirMetric(TrainerCase trainer)
    {
        IDataView data = trainer.Data(_ml, rows: 8000);
        double MetricWith(int threads)
        {
            torch.set_num_threads(threads);
            using DeepTransformer model = trainer.Create(_ml, trainer.Small with { BatchSize = 8000 }).Fit(data); // enough for LibTorch to share a batch out
            return model.TrainingHistory.Epochs[^1].ValidationMetric!.Value;
        }
        int before = torch.get_num_threads();
        try
        {
            Assert.AreEqual(MetricWith(1), MetricWith(2), 0.01);
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void FitAndScoring_LeaveLibTorchsGlobalGeneratorAlone(TrainerCase trainer)
    {
        byte[] before = GlobalState();
        using DeepTransformer model = trainer.Fit(_ml);
        Scores.Of(model, trainer.Data(_ml));

        Assert.AreSequenceEqual(before, GlobalState());
    }

    private static byte[] GlobalState()
    {
        using torch.Tensor state = torch.get_rng_state();
        return state.bytes.ToArray();
    }
}

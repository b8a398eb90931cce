using TorchSharp;

namespace MLNetDeep.Tests;

/// <summary>A fit that throws leaves the process as it was; <see cref="TestAssembly"/> counts the native tensors around each of these tests.</summary>
[TestClass]
public sealed class FailureTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Progress_ThatThrows_EndsTheFitWithItsException(TrainerCase trainer)
    {
        TimeZoneNotFoundException thrown = new("mine");

        TimeZoneNotFoundException caught = Assert.ThrowsExactly<TimeZoneNotFoundException>(
            () => trainer.Fit(_ml, trainer.Small with { Progress = new Reports(_ => throw thrown) }));

        Assert.AreSame(thrown, caught);
        AssertLeftNothingBehind(trainer);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Data_ThatThrows_EndsTheFitWithItsException(TrainerCase trainer)
    {
        int rows = 0;
        IDataView broken = FeatureChange.Map(_ml, trainer.Data(_ml), features => ++rows < 100 ? features : throw new IOException("mine"));

        Exception caught = Assert.Throws<Exception>(() => trainer.Trainer(_ml).Fit(broken));

        Assert.AreEqual("mine", caught.GetBaseException().Message);
        AssertLeftNothingBehind(trainer);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void ValidationData_ThatThrows_EndsTheFit(TrainerCase trainer)
    {
        IDataView broken = FeatureChange.Map(_ml, trainer.Data(_ml), _ => throw new IOException("mine"));

        Assert.Throws<Exception>(() => trainer.Trainer(_ml).Fit(trainer.Data(_ml), broken));

        AssertLeftNothingBehind(trainer);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Network_TooLargeForMemory_EndsTheFit(TrainerCase trainer)
    {
        DeepTrainerOptions huge = (MlpOptions)trainer.Small with { HiddenLayerSizes = [int.MaxValue, int.MaxValue] };

        Assert.Throws<Exception>(() => trainer.Fit(_ml, huge));

        AssertLeftNothingBehind(trainer);
    }

    /// <summary>Gradients are on, no scope is open, and the next fit works.</summary>
    private void AssertLeftNothingBehind(TrainerCase trainer)
    {
        Assert.IsTrue(torch.is_grad_enabled());
        long before = DisposeScopeManager.Statistics.CreatedInScopeCount;
        using torch.Tensor one = torch.ones(1);
        Assert.AreEqual(before, DisposeScopeManager.Statistics.CreatedInScopeCount);
        using DeepTransformer model = trainer.Fit(_ml);
        BitAssert.AreFinite(Scores.Of(model, trainer.Data(_ml)));
    }
}

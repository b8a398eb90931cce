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
        IDataView data = trainer.Data(_ml, rows: 20, featureCount: 64 * 64);

        DeepTrainerOptions huge = Huge(trainer.Small);

        Assert.Throws<Exception>(() => trainer.Create(_ml, huge).Fit(data));

        AssertLeftNothingBehind(trainer);
    }

    /// <summary>Options of a network beyond any machine's memory.</summary>
    private static DeepTrainerOptions Huge(DeepTrainerOptions options) => options switch
    {
        MlpOptions mlp => mlp with { HiddenLayerSizes = [int.MaxValue, int.MaxValue] },
        CnnOptions cnn => cnn with { InputShape = [1, 64, 64], Channels = 4096, KernelSize = 127, BlocksPerStage = 2 }, // the second convolution has a terabyte
        RnnOptions rnn => rnn with { HiddenSize = 1 << 20 },
        TorchOptions { Module: not null } module => module with { Module = TorchModule.Of(GatedNetwork.Name, new GatedNetwork.Sizes(1 << 22, 0)) },
        TorchOptions layers => layers with { Network = context => torch.nn.Sequential(torch.nn.Linear(1 << 22, 1 << 22), torch.nn.Linear(context.FeatureCount, 8)) },
        _ => throw new NotSupportedException($"Say what is huge in {options.GetType().Name}."),
    };

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

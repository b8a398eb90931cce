using TorchSharp;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ComputeDeviceTests
{
    private const string Absent = "GPU 0 (MLContext.GpuDeviceId) is not available: LibTorch sees 0 CUDA devices.";

    private readonly MLContext _ml = new(seed: 1) { GpuDeviceId = 0 };

    [TestInitialize]
    public void NeedsAMachineWithoutCuda()
    {
        if (torch.cuda.is_available())
        {
            Assert.Inconclusive("This machine has a CUDA device.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Fit_OnAnAbsentGpu_IsRefused(TrainerCase trainer)
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(_ml));
        Assert.AreEqual($"{Absent} Set FallbackToCpu to true, or GpuDeviceId to null, or add the libtorch-cuda-12.8 package of this platform.", error.Message);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Fit_OnAnAbsentGpuWithFallback_WarnsAndUsesTheCpu(TrainerCase trainer)
    {
        _ml.FallbackToCpu = true;
        MessageLog log = new(_ml);
        using DeepTransformer model = trainer.Fit(_ml), onCpu = trainer.Fit(new MLContext(seed: 1));

        Assert.AreSequenceEqual([$"{Absent} Training on the CPU (MLContext.FallbackToCpu)."], log.Warnings);
        BitAssert.AreEqual(Scores.Of(onCpu, trainer.Data(_ml)), Scores.Of(model, trainer.Data(_ml)));
    }
}

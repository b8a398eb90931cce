namespace MLNetDeep.Tests;

[TestClass]
public sealed class LibTorchErrorTests
{
    private static readonly DllNotFoundException LoaderError = new("torch_cpu: not found");

    [TestMethod]
    [DataRow("linux-x64")]
    [DataRow("win-x64")]
    public void Missing_WhereCudaExists_NamesBothPackages(string platform) => Assert.AreEqual(
        "LibTorch, which trains the networks, is not in this application. "
        + $"Add it with 'dotnet add package libtorch-cpu-{platform} --version 2.10.0'. "
        + $"To train on an NVIDIA GPU, add libtorch-cuda-12.8-{platform} instead.",
        LibTorchError.Missing(platform, LoaderError).Message);

    [TestMethod]
    [DataRow("osx-arm64")]
    [DataRow("win-arm64")]
    public void Missing_WithoutCuda_NamesThePackage(string platform) => Assert.AreEqual(
        "LibTorch, which trains the networks, is not in this application. "
        + $"Add it with 'dotnet add package libtorch-cpu-{platform} --version 2.10.0'.",
        LibTorchError.Missing(platform, LoaderError).Message);

    [TestMethod]
    [DataRow("linux-arm64")]
    [DataRow("linux-musl-x64")]
    [DataRow("osx-x64")]
    public void Missing_WhereNoPackageExists_SaysUnsupported(string platform) => Assert.AreEqual(
        $"LibTorch, which trains the networks, is unsupported on {platform}. "
        + "Train on linux-x64, win-x64 or osx-arm64; a model trained there can make predictions here.",
        LibTorchError.Missing(platform, LoaderError).Message);

    [TestMethod]
    public void DoesNotLoad_NamesTheFileAndTheReason()
    {
        InvalidOperationException error = LibTorchError.DoesNotLoad("/app/libtorch_cpu.so", LoaderError);

        Assert.AreEqual("LibTorch is at '/app/libtorch_cpu.so', but the system does not load it: torch_cpu: not found", error.Message);
        Assert.AreSame(LoaderError, error.InnerException);
    }
}

using TorchSharp;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class LibTorchLoadingTests
{
    private const string Cache = "MLNETDEEP_CACHE";

    [TestMethod]
    public void Load_Twice_LetsTorchSharpCompute()
    {
        LibTorch.Load();
        LibTorch.Load();

        using torch.Tensor ones = torch.ones(2, 2);
        using torch.Tensor sum = ones.sum();
        Assert.AreEqual(4f, sum.item<float>());
    }

    [TestMethod]
    public void Load_NamesTheLibTorchVersionThatTorchSharpWants() =>
        Assert.StartsWith(LibTorchError.PackageVersion + ".", torch.__version__);

    [TestMethod]
    public async Task TorchSharp_UsedFirstInAPreparedApplication_Works() => AssertWorks(await FixtureProgram.RunAsync("TorchFirst"));

    [TestMethod]
    public async Task Load_FirstInAnUnpreparedApplication_Works() => AssertWorks(await FixtureProgram.RunAsync("LoadFirst"));

    [TestMethod]
    [DataRow()]
    [DataRow("binary")]
    [DataRow("multiclass")]
    [DataRow("regression")]
    public async Task LoadOrFit_WithoutALibTorchPackage_NamesThePackageToAdd(params string[] task)
    {
        FixtureResult result = await FixtureProgram.RunAsync("NoLibTorch", task);

        Assert.AreEqual(LibTorchError.Missing(NativeFiles.Platform, new DllNotFoundException()).Message, result.Error);
        Assert.AreEqual("", result.Output); // TorchSharp's own loader would have written here
        Assert.AreEqual(1, result.ExitCode);
    }

    [TestMethod]
    public async Task Load_AfterTorchSharpHasFailed_SaysToCallItFirst()
    {
        // Without a package folder, TorchSharp does not copy LibTorch into the application before it fails.
        FixtureResult result = await FixtureProgram.RunAsync("LoadFirst", ("NUGET_PACKAGES", "/nowhere"), ("TORCH_FIRST", "1"));

        if (SystemRuntime.NeedsCopy)
        {
            Assert.EndsWith(LibTorchError.UsedTooEarly(new DllNotFoundException()).Message, result.Error);
            Assert.AreEqual(1, result.ExitCode);
        }
        else
        {
            AssertWorks(result);
        }
    }

    [TestMethod]
    public async Task FourProcesses_AtOnceWithAnEmptyCache_LeaveOneWholeFile()
    {
        using TemporaryFolder folder = new();

        FixtureResult[] results = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => FixtureProgram.RunAsync("TorchFirst", (Cache, folder.Path))));

        Array.ForEach(results, AssertWorks);
        AssertHoldsTheCopy(folder);
    }

    [TestMethod]
    [DataRow(0, DisplayName = "Truncated")]
    [DataRow(1, DisplayName = "One bit differs")]
    public async Task DamagedCacheFile_IsRepaired(int damage)
    {
        using TemporaryFolder folder = new();
        AssertWorks(await FixtureProgram.RunAsync("TorchFirst", (Cache, folder.Path)));
        foreach (string name in folder.FileNames())
        {
            byte[] content = SystemRuntime.TorchSharpCopy();
            content[content.Length / 2] ^= 1;
            File.WriteAllBytes(Path.Combine(folder.Path, name), damage == 0 ? content[..^1000] : content);
        }

        AssertWorks(await FixtureProgram.RunAsync("TorchFirst", (Cache, folder.Path)));

        AssertHoldsTheCopy(folder);
    }

    [TestMethod]
    public async Task Cache_WithoutItsVariable_IsInTheUsersCacheFolder()
    {
        using TemporaryFolder folder = new();

        AssertWorks(await FixtureProgram.RunAsync("LoadFirst", (Cache, null), ("XDG_CACHE_HOME", folder.Path)));

        AssertHoldsTheCopy(folder);
        Assert.AreEqual(SystemRuntime.NeedsCopy, Directory.Exists(Path.Combine(folder.Path, "mlnetdeep")));
    }

    [TestMethod]
    public async Task Cache_ThatCannotBeWritten_IsNotNeeded()
    {
        using TemporaryFolder folder = new();

        AssertWorks(await FixtureProgram.RunAsync("TorchFirst", (Cache, "/dev/null/cache"), ("TMPDIR", folder.Path)));

        Assert.IsEmpty(folder.FileNames());
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Load_WithoutAnyFolderToWrite_SaysWhichVariableToSet()
    {
        FixtureResult result = await FixtureProgram.RunAsync("LoadFirst", (Cache, "/dev/null/cache"), ("TMPDIR", "/dev/null"));

        if (SystemRuntime.NeedsCopy)
        {
            Assert.EndsWith("Otherwise, set MLNETDEEP_CACHE to a folder that only this user can write, without 'noexec'.", result.Error);
            Assert.AreEqual(1, result.ExitCode);
        }
        else
        {
            AssertWorks(result);
        }
    }

    private static void AssertWorks(FixtureResult result) =>
        Assert.AreEqual(new FixtureResult(ExitCode: 0, Output: "4", Error: ""), result);

    private static void AssertHoldsTheCopy(TemporaryFolder folder)
    {
        Assert.HasCount(SystemRuntime.NeedsCopy ? 1 : 0, folder.FileNames());
        foreach (string name in folder.FileNames())
            CollectionAssert.AreEqual(SystemRuntime.TorchSharpCopy(), File.ReadAllBytes(Path.Combine(folder.Path, name)));
    }
}

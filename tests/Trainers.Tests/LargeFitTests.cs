using System.Diagnostics;
using System.Globalization;

namespace MLNetDeep.Tests;

/// <summary>Fits of more rows than memory is allowed for, in a process of their own.</summary>
[TestClass]
public sealed class LargeFitTests
{
    private const string Program = "LargeFit";
    private const string Budget = "64000000";

    [TestMethod]
    public async Task Fit_OfAGigabyteWithABudgetOf64Megabytes_TakesLittleMemory()
    {
        using TemporaryFolder folder = new();

        FixtureResult result = await FixtureProgram.RunAsync(Program, ["Mlp", "1000000", "250", "1", Budget, folder.Path]);

        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        Assert.IsLessThan(450, int.Parse(result.Output.Split('\n')[^1], CultureInfo.InvariantCulture)); // megabytes, of which 200 are .NET's and LibTorch's
        Assert.IsEmpty(folder.FileNames());
    }

    [TestMethod]
    public async Task Fit_OfImagesOfBytes_TakesABytePerNumber()
    {
        using TemporaryFolder folder = new();

        FixtureResult result = await FixtureProgram.RunAsync(Program, ["Cnn", "50000", "3072", "1", "2000000000", folder.Path]);

        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        Assert.IsLessThan(600, int.Parse(result.Output.Split('\n')[^1], CultureInfo.InvariantCulture)); // megabytes, of which 154 are the images
    }

    [TestMethod]
    public async Task Fit_ThatIsKilled_LeavesNoFile()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(FixtureProgram.Folder(Program), OperatingSystem.IsWindows() ? $"{Program}.exe" : Program);
        using Process process = Process.Start(new ProcessStartInfo(file, ["Mlp", "10000", "20", "1000000", "1000", folder.Path]) { RedirectStandardOutput = true })!;

        string? line = await process.StandardOutput.ReadLineAsync();
        process.Kill();
        await process.WaitForExitAsync();

        Assert.AreEqual("epoch 1", line);
        Assert.IsEmpty(folder.FileNames());
    }

    [TestMethod]
    public async Task Fit_WhoseFileCannotGrow_EndsWithWhatToDo()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no limit for the files of a process.");
        }
        using TemporaryFolder folder = new();

        FixtureResult result = await FixtureProgram.RunAsync(Program, ["Mlp", "20000", "100", "1", "1000", folder.Path, "3000000"]);

        Assert.AreEqual((1, ""), (result.ExitCode, result.Output));
        Assert.AreEqual(
            $"Rows beyond MemoryBudget go to a temporary file in '{folder.Path}'. It failed after 2,098,800 bytes: Specified file length was too large for the file system. (Parameter 'value'). "
            + "Free space there, set MLContext.TempFilePath to another folder, or raise MemoryBudget.",
            result.Error);
        Assert.IsEmpty(folder.FileNames());
    }
}

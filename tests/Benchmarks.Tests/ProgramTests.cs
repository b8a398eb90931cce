using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MLNetDeep.Benchmarks.Tests;

/// <summary>The program as a user starts it; what it measures on so little work says nothing, and is not looked at.</summary>
[TestClass]
public sealed class ProgramTests
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Benchmarks.exe" : "Benchmarks");
    private static readonly Regex s_measured = new(@"^\|[^|]*\|[^|]*\| \d[\d,.]* (rows/s|images/s|µs|ms|MB) *\| (1|\d+\.\d\d \(\d+\.\d\d to \d+\.\d\d\)) *\|[^|]*\|$");

    [TestMethod]
    public async Task Quick_PrintsARowForEveryVariant()
    {
        TestPlatform.RequireX64();
        (int exitCode, string output, string error) = await RunAsync("--quick");
        Assert.AreEqual("", error);
        Assert.AreEqual(0, exitCode);
        string[] lines = [.. output.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith('|') && !line.Contains("BFloat16", StringComparison.Ordinal))]; // which not all CPUs have
        string[] expected =
        [
            "Fit, linear layers and ReLU, batches of 32, TorchSharp by hand",
            ", `Mlp`",
            "Fit, linear layers and ReLU, batches of 256, TorchSharp by hand",
            ", `Mlp`",
            "Fit, linear layers and ReLU, batches of 1024, TorchSharp by hand",
            ", `Mlp`",
            "Fit, default options, batches of 256, TorchSharp by hand",
            ", `Mlp`",
            "Fit of 10 epochs, batches of 256, whole",
            ", reading, preparing, export",
            "Fit, images, plain, TorchSharp by hand",
            ", `Cnn`",
            "Fit, images, residual, TorchSharp by hand",
            ", `Cnn`",
            "Transform, images, ONNX Runtime alone",
            ", `Cnn`",
            ", TorchSharp by hand",
            "Predict one image, ONNX Runtime alone",
            ", `Cnn`",
            "Fit, series of 50 steps, TorchSharp by hand",
            ", `Rnn`",
            "Fit, series of 1 to 100 steps, TorchSharp by hand",
            ", `Rnn`",
            "Epoch of sentences, 200 tokens",
            ", 20,000 tokens",
            "Transform, series of 50 steps, ONNX Runtime alone",
            ", `Rnn`",
            "Fit, growth, 100 rows, 50 features, batches of 256",
            ", 1,000 rows, 50 features, batches of 256",
            ", 100 rows, 500 features, batches of 256",
            ", 100 rows, 50 features, batches of 1024",
            "Epoch of sparse rows, 2,000 slots, 20 numbers per row",
            ", 20,000 slots, 20 numbers per row",
            ", 2,000 slots, 40 numbers per row",
            ", 20,000 slots, 40 numbers per row",
            "Transform, ONNX Runtime alone",
            ", `Mlp`",
            ", LightGBM",
            ", FastTree",
            "Transform, all cores, LightGBM",
            ", `Mlp`",
            ", `Mlp` on one thread",
            "Predict one row, ONNX Runtime alone",
            ", `Mlp`",
            ", LightGBM",
            ", FastTree",
            "Load, predict one row, TorchSharp in ML.NET",
            ", `Mlp`",
            ", TorchSharp by hand",
            ", LightGBM",
            ", FastTree",
            ", ONNX Runtime alone",
            "Fit, peak memory, the features as numbers",
            ", TorchSharp by hand",
            ", `Mlp`",
            "Fit of images, peak memory, the pixels as bytes",
            ", `Cnn`",
            "Fit again and again, memory, after 10 fits",
            ", after 11 fits",
            "Fit, rows in memory and in a file, in memory",
            ", in a file",
            "Fit of many rows, peak memory, the features as numbers",
            ", `Mlp` with a budget",
        ];
        Assert.AreSequenceEqual(expected, lines.Skip(2).Select(line => string.Join(", ", line.Split('|')[1..3].Select(cell => cell.Trim()))));
        Assert.IsEmpty(lines.Skip(2).Where(line => !s_measured.IsMatch(line)));
    }

    [TestMethod]
    public async Task Only_OfAnUnknownBenchmark_NamesThemAll()
    {
        (int exitCode, string output, string error) = await RunAsync("--only", "train");
        Assert.AreEqual("--only must be one of fit, images, sequences, growth, sparse, transform, predict, load, memory, repeat, spill, not 'train'.", error.Trim());
        Assert.AreEqual((1, ""), (exitCode, output));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(s_program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}

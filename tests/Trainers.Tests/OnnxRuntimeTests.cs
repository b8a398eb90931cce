using System.Runtime.InteropServices;

namespace MLNetDeep.Tests;

/// <summary>The native library of ONNX Runtime is the program's choice.</summary>
[TestClass]
public sealed class OnnxRuntimeTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public async Task Program_WithAnotherNativeLibrary_ScoresAlikeAndSaysThatItHasNoGpu()
    {
        using TemporaryFolder folder = new();
        string modelFile = Path.Combine(folder.Path, "model.zip"), dataFile = Path.Combine(folder.Path, "data.idv");
        float[] scores = SaveModelAndData(modelFile, dataFile);

        FixtureResult result = await FixtureProgram.RunAsync("OtherOnnxRuntime", [modelFile, dataFile]);

        Assert.AreEqual("", result.Error);
        string[] output = result.Output.Split(Environment.NewLine);
        BitAssert.AreEqual(scores, MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(output[0])).ToArray());
        Assert.AreEqual(Path.TrimEndingDirectorySeparator(FixtureProgram.Folder("OtherOnnxRuntime")), Path.GetDirectoryName(output[1]));
        Assert.StartsWith("ONNX Runtime cannot do what ExecutionOptions.ConfigureSession asks for: ", output[2]);
        Assert.EndsWith("for CUDA Microsoft.ML.OnnxRuntime.Gpu.Linux or Microsoft.ML.OnnxRuntime.Gpu.Windows.", output[2]);
    }

    [TestMethod]
    public void ProgramWithAnotherNativeLibrary_HasNoneOfTheCpuPackage()
    {
        Assert.IsNotEmpty(NativeLibraries("ScoreOnly").Where(file => file.Contains("runtimes", StringComparison.Ordinal)));
        Assert.HasCount(1, NativeLibraries("OtherOnnxRuntime"));
        Assert.IsEmpty(NativeLibraries("NoOnnxRuntime"));
    }

    [TestMethod]
    public async Task Program_WithoutANativeLibrary_PredictsRowsAndForBlocksSaysWhichPackageToReference()
    {
        using TemporaryFolder folder = new();
        string modelFile = Path.Combine(folder.Path, "model.zip"), dataFile = Path.Combine(folder.Path, "data.idv");
        float[] scores = SaveModelAndData(modelFile, dataFile);

        FixtureResult result = await FixtureProgram.RunAsync("NoOnnxRuntime", [modelFile, dataFile]);

        Assert.AreEqual(1, result.ExitCode);
        float[] ofRows = MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(result.Output.Trim())).ToArray();
        Assert.HasCount(300, ofRows);
        Assert.IsLessThan(1e-5, ofRows.Zip(scores, (one, other) => Math.Abs(one - other)).Max());
        Assert.StartsWith(
            "ONNX Runtime's native library cannot be loaded. Reference Microsoft.ML.OnnxRuntime, or the package that takes its place, such as Microsoft.ML.OnnxRuntime.Gpu.Linux. ",
            result.Error);
    }

    private float[] SaveModelAndData(string modelFile, string dataFile)
    {
        TrainerCase trainer = TrainerCase.All.First();
        IDataView data = trainer.Data(_ml, rows: 300);
        using DeepTransformer model = trainer.Fit(_ml);
        _ml.Model.Save(model, data.Schema, modelFile);
        using FileStream stream = File.Create(dataFile);
        _ml.Data.SaveAsBinary(data, stream);
        return Scores.Of(model, data);
    }

    private static string[] NativeLibraries(string program) =>
    [
        .. Directory.EnumerateFiles(FixtureProgram.Folder(program), "*onnxruntime*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "Microsoft.ML.OnnxRuntime.dll" && !Path.GetFileName(file).StartsWith(program, StringComparison.Ordinal)),
    ];
}

using Microsoft.ML.OnnxRuntime;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class OnnxSessionTests
{
    private static readonly byte[] s_graph = ToyModel.ModelOf(TaskKind.Regression).Graph.ToArray();

    [TestMethod]
    public void Options_ByDefault_AreOneSilentThread()
    {
        using InferenceSession session = OnnxSession.Open(s_graph, new ExecutionOptions { ConfigureSession = Check });

        static void Check(SessionOptions options)
        {
            Assert.AreEqual(1, options.IntraOpNumThreads);
            Assert.AreEqual(1, options.InterOpNumThreads);
            Assert.AreEqual(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, options.LogSeverityLevel);
        }
    }

    [TestMethod]
    public void Provider_ThatThePackageLacks_IsAnErrorThatNamesThePackageToReference()
    {
        InvalidOperationException error = Fail(_ =>
        {
            using OrtCUDAProviderOptions cuda = new();
        });
        Assert.AreEqual(
            "ONNX Runtime cannot do what ExecutionOptions.ConfigureSession asks for: [ErrorCode:Fail] CUDA execution provider is not enabled in this build. "
            + "An execution provider needs its device, and its native package in place of Microsoft.ML.OnnxRuntime: "
            + "for CUDA Microsoft.ML.OnnxRuntime.Gpu.Linux or Microsoft.ML.OnnxRuntime.Gpu.Windows.",
            error.Message);
        Assert.IsInstanceOfType<OnnxRuntimeException>(error.InnerException);
    }

    [TestMethod]
    public void Provider_ThatTheNativeLibraryDoesNotKnow_IsTheSameError() => Assert.StartsWith(
        "ONNX Runtime cannot do what ExecutionOptions.ConfigureSession asks for: Unable to find an entry point named ",
        Fail(options => options.AppendExecutionProvider_CUDA(deviceId: 0)).Message);

    [TestMethod]
    public void Session_ThatCannotBeOpenedAsConfigured_IsTheSameError() => Assert.StartsWith(
        "ONNX Runtime cannot do what ExecutionOptions.ConfigureSession asks for: ",
        Fail(options => options.OptimizedModelFilePath = Path.Combine(Path.GetTempPath(), "no such folder", "model.onnx")).Message);

    [TestMethod]
    public void Error_OfTheCallersOwn_ComesThrough()
    {
        InvalidTimeZoneException own = new();
        Assert.AreSame(own, Assert.ThrowsExactly<InvalidTimeZoneException>(
            () => OnnxSession.Open(s_graph, new ExecutionOptions { ConfigureSession = _ => throw own })));
    }

    /// <summary>The error of a session so configured, whose options are freed.</summary>
    private static InvalidOperationException Fail(Action<SessionOptions> configure)
    {
        SessionOptions? seen = null;
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => OnnxSession.Open(s_graph, new ExecutionOptions
        {
            ConfigureSession = options =>
            {
                seen = options;
                configure(options);
            },
        }));
        Assert.IsTrue(seen!.IsClosed);
        return error;
    }
}

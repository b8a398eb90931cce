using Microsoft.ML.OnnxRuntime;

namespace MLNetDeep;

/// <summary>Opens sessions of ONNX Runtime.</summary>
internal static class OnnxSession
{
    /// <param name="graph">The bytes of an ONNX file.</param>
    /// <param name="execution">How to run it.</param>
    /// <exception cref="FormatException">ONNX Runtime refuses the graph.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime refuses what <see cref="ExecutionOptions.ConfigureSession"/> asks for, or its native library cannot be loaded.</exception>
    internal static InferenceSession Open(byte[] graph, ExecutionOptions execution)
    {
        using SessionOptions options = Options();
        try
        {
            execution.ConfigureSession?.Invoke(options);
            return new InferenceSession(graph, options);
        }
        catch (OnnxRuntimeException exception) when (execution.ConfigureSession is null)
        {
            throw new FormatException($"The ONNX graph of the model cannot be run: {exception.Message}");
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException or NotSupportedException)
        {
            throw new InvalidOperationException(
                $"ONNX Runtime cannot do what {nameof(ExecutionOptions)}.{nameof(ExecutionOptions.ConfigureSession)} asks for: {exception.Message} "
                + "An execution provider needs its device, and its native package in place of Microsoft.ML.OnnxRuntime: "
                + "for CUDA Microsoft.ML.OnnxRuntime.Gpu.Linux or Microsoft.ML.OnnxRuntime.Gpu.Windows.",
                exception);
        }
    }

    private static SessionOptions Options()
    {
        try
        {
            return new SessionOptions
            {
                IntraOpNumThreads = 1, // blocks are shared out among threads as a whole: those of ONNX Runtime wait for each other by spinning
                InterOpNumThreads = 1,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, // it would write to the console what it throws anyway
            };
        }
        catch (TypeInitializationException exception) when (exception.InnerException is DllNotFoundException missing)
        {
            throw new InvalidOperationException(
                "ONNX Runtime's native library cannot be loaded. Reference Microsoft.ML.OnnxRuntime, or the package that takes its place, "
                + $"such as Microsoft.ML.OnnxRuntime.Gpu.Linux. {missing.Message}");
        }
    }
}

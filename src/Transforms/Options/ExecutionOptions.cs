using Microsoft.ML.OnnxRuntime;

namespace MLNetDeep;

/// <summary>How predictions are computed in this process. Not saved with the model.</summary>
public sealed record ExecutionOptions
{
    /// <summary>The most threads that score rows for one reader of <c>Transform</c>, the reader's own included; 0 stands for one per core.</summary>
    /// <value>The default is 0; with <see cref="ConfigureSession"/>, for devices with parallelism of their own, that is one thread. At least 0.</value>
    /// <remarks>
    /// <para>Rows are read by the reader's thread and scored up to 256 at a time, large images a few, by it and by threads of the pool that are idle then: a busy pool slows
    /// no reader down, and many readers at once take no more threads than the pool has. Scores are bit-equal on any number of threads.</para>
    /// <para>Single rows, as of a prediction engine, and data of 256 rows take the calling thread alone. Where ML.NET reads a set of cursors
    /// on its own threads, these share the number. A module (<see cref="TorchOptions.Module"/>) takes the reader's thread, and those that LibTorch has been given.</para>
    /// </remarks>
    public int NumberOfThreads { get; init; }

    /// <summary>Changes the options of a session before it is opened: adds an execution provider such as CUDA, for example.</summary>
    /// <value>The default is none: the CPU.</value>
    /// <remarks>
    /// <para>It is called behind the settings of this library, once for each network that is opened, also by
    /// <see cref="DeepTransformer.WithThreshold"/>, and has no use for the options afterwards: they are disposed.</para>
    /// <para>Features and scores are in CPU memory. ONNX Runtime copies them to the device of a provider and back, block by block.</para>
    /// </remarks>
    public Action<SessionOptions>? ConfigureSession { get; init; }

    internal void Check() => Require.AtLeast(nameof(NumberOfThreads), NumberOfThreads, 0);
}

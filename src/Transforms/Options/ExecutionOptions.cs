using Microsoft.ML.OnnxRuntime;

namespace MLNetDeep;

/// <summary>How ONNX Runtime computes predictions in this process. Not saved with the model.</summary>
public sealed record ExecutionOptions
{
    /// <summary>The threads that share the work of one call, the calling one included; 0 lets ONNX Runtime take one per physical core.</summary>
    /// <value>The default is 1. At least 0.</value>
    /// <remarks>
    /// Every transformer has threads of its own, which wait for each other by spinning: they help wide networks on blocks of rows where
    /// cores are idle, and are slower than one where cores are busy or rows come singly.
    /// </remarks>
    public int NumberOfThreads { get; init; } = 1;

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

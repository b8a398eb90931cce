using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>An ONNX Runtime session that many threads use and any thread may dispose: it is freed when the last call has left it.</summary>
/// <remarks>It is opened by the first call, unless it must be known to work: where single rows need it, or where the user configures it.</remarks>
internal sealed class OnnxScorer : IDisposable
{
    private readonly Lazy<InferenceSession> _session;
    private readonly OnnxGraph _graph;
    private readonly Lock _lock = new();
    private int _callsInside;
    private bool _disposed;

    /// <summary>Runs the model on one thread of the CPU.</summary>
    /// <exception cref="FormatException">The graph is not one that this project writes, or not one for the model.</exception>
    internal OnnxScorer(DeepModel model)
        : this(model, new ExecutionOptions())
    {
    }

    /// <inheritdoc cref="OnnxScorer(DeepModel)"/>
    /// <exception cref="InvalidOperationException">ONNX Runtime refuses what <see cref="ExecutionOptions.ConfigureSession"/> asks for.</exception>
    internal OnnxScorer(DeepModel model, ExecutionOptions execution)
    {
        (OnnxModel graph, ValuesPerRow) = model.CheckGraph();
        FirstLayer = SparseFirstLayer.Of(graph.Graph);
        if (FirstLayer is not null)
        {
            graph = graph with { Graph = FirstLayer.Rest };
            OnnxValue rest = FirstLayer.Rest.Inputs[0];
            ValuesPerRow = OnnxValidator.Check(graph, rest.Name, rest.Shape[1]!.Value);
        }
        _graph = graph.Graph;
        Threads = execution switch
        {
            { NumberOfThreads: > 0 } => execution.NumberOfThreads,
            { ConfigureSession: not null } => 1, // a device has parallelism of its own
            _ => Environment.ProcessorCount,
        };
        KeepsBindings = execution.ConfigureSession is null;
        Program = execution.ConfigureSession is null ? RowProgram.Of(_graph) : null;
        _session = new(() => OnnxSession.Open(OnnxWriter.Write(graph), execution)); // what the checks have seen, and nothing that our reader skipped
        if (Program is null)
        {
            _ = _session.Value;
        }
    }

    /// <summary>Whether a binding serves for one row after the other. Not on a device, to which inputs are copied when they are bound.</summary>
    internal bool KeepsBindings { get; }

    /// <summary>How many threads may run the session at the same time, for one reader.</summary>
    internal int Threads { get; }

    /// <summary>What computes single rows, where that is faster than the session.</summary>
    internal RowProgram? Program { get; }

    /// <summary>The first layer, where it is not in the session because features are mostly zero.</summary>
    internal SparseFirstLayer? FirstLayer { get; }

    /// <summary>The values that the edges of the graph have together per row.</summary>
    internal long ValuesPerRow { get; }

    /// <summary>The name and width of the input.</summary>
    internal (string Name, int Width) Input => (_graph.Inputs[0].Name, (int)_graph.Inputs[0].Shape[^1]!.Value);

    /// <summary>The names and widths of the outputs, in the order of the graph.</summary>
    internal IEnumerable<(string Name, int Width)> Outputs =>
        _graph.Outputs.Select(output => (output.Name, (int)output.Shape[^1]!.Value));

    /// <summary>Makes of a row of features, shape [D], what the session and the program take: the features, or the outputs of the first layer.</summary>
    internal void Prepare(in VBuffer<float> features, Span<float> input)
    {
        if (FirstLayer is not null)
        {
            FirstLayer.Compute(features, input);
        }
        else
        {
            features.CopyTo(input);
        }
    }

    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal void CheckAlive() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), typeof(DeepTransformer));

    /// <summary>Makes a binding and fills it; ONNX Runtime looks into the session at both.</summary>
    /// <exception cref="FormatException">ONNX Runtime refuses the graph.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal OrtIoBinding CreateBinding(Action<OrtIoBinding> bind)
    {
        Enter();
        try
        {
            OrtIoBinding binding = _session.Value.CreateIoBinding();
            bind(binding);
            return binding;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Computes the bound outputs from the bound inputs.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal void Run(OrtIoBinding binding, RunOptions options)
    {
        Enter();
        try
        {
            _session.Value.RunWithBinding(options, binding);
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose()
    {
        bool idle;
        lock (_lock)
        {
            idle = !_disposed && _callsInside == 0;
            _disposed = true;
        }
        if (idle)
        {
            Free();
        }
    }

    private void Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(DeepTransformer));
            _callsInside++;
        }
    }

    private void Leave()
    {
        bool last;
        lock (_lock)
        {
            _callsInside--;
            last = _disposed && _callsInside == 0;
        }
        if (last)
        {
            Free();
        }
    }

    private void Free()
    {
        if (_session.IsValueCreated)
        {
            _session.Value.Dispose();
        }
    }
}

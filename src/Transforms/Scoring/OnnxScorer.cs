using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>An ONNX Runtime session that many threads use and any thread may dispose: it is freed when the last call has left it.</summary>
internal sealed class OnnxScorer : IDisposable
{
    private readonly InferenceSession _session;
    private readonly Lock _lock = new();
    private int _callsInside;
    private bool _disposed;

    /// <summary>Runs the model on one thread of the CPU.</summary>
    /// <exception cref="FormatException">The graph is not one that this project writes, not one for the model, or refused by ONNX Runtime.</exception>
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
        byte[] known = OnnxWriter.Write(graph); // what the checks have seen, and nothing that our reader skipped
        _session = OnnxSession.Open(known, execution);
        KeepsBindings = execution.ConfigureSession is null;
        Program = execution.ConfigureSession is null ? RowProgram.Of(graph.Graph) : null;
    }

    /// <summary>Whether a binding serves for one row after the other. Not on a device, to which inputs are copied when they are bound.</summary>
    internal bool KeepsBindings { get; }

    /// <summary>What computes single rows, where that is faster than the session.</summary>
    internal RowProgram? Program { get; }

    /// <summary>The first layer, where it is not in the session because features are mostly zero.</summary>
    internal SparseFirstLayer? FirstLayer { get; }

    /// <summary>The values that the edges of the graph have together per row.</summary>
    internal long ValuesPerRow { get; }

    /// <summary>The name and width of the input.</summary>
    internal (string Name, int Width) Input => (_session.InputNames[0], _session.InputMetadata[_session.InputNames[0]].Dimensions[^1]);

    /// <summary>The names and widths of the outputs, in the order of the graph.</summary>
    internal IEnumerable<(string Name, int Width)> Outputs =>
        _session.OutputNames.Select(name => (name, _session.OutputMetadata[name].Dimensions[^1]));

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
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    internal OrtIoBinding CreateBinding(Action<OrtIoBinding> bind)
    {
        Enter();
        try
        {
            OrtIoBinding binding = _session.CreateIoBinding();
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
            _session.RunWithBinding(options, binding);
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
            _session.Dispose();
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
            _session.Dispose();
        }
    }
}

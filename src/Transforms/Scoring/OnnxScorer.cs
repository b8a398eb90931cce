using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>What computes a network's outputs: a session of ONNX Runtime, a program for single rows, a first layer for sparse ones.</summary>
/// <remarks>The session is opened by the first block, unless it must be known to work: where single rows need it, or where the user configures it.</remarks>
internal sealed class OnnxScorer : IScorer
{
    private const double MostOfARow = 1 << 30; // values on all edges of the graph: 4 GB

    private static readonly OnnxValue s_attention = new(DeepGraph.Attention, OnnxElementType.Single, [null, null]);

    private readonly SharedSession _session;
    private readonly OnnxGraph _graph;

    /// <summary>Runs a model as it is told to.</summary>
    /// <param name="model">The model.</param>
    /// <param name="graph">Its graph, checked.</param>
    /// <param name="size">What a row takes on the edges.</param>
    /// <param name="execution">How to run it.</param>
    /// <exception cref="FormatException">The graph is not one for the model.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime refuses what <see cref="ExecutionOptions.ConfigureSession"/> asks for.</exception>
    internal OnnxScorer(DeepModel model, OnnxModel graph, GraphSize size, ExecutionOptions execution)
    {
        FirstLayer = SparseFirstLayer.Of(graph.Graph);
        if (FirstLayer is not null)
        {
            graph = graph with { Graph = FirstLayer.Rest };
            OnnxValue rest = FirstLayer.Rest.Inputs[0];
            size = OnnxValidator.Check(graph, rest.Name, rest.Shape[1]!.Value);
        }
        Size = size;
        _graph = graph.Graph;
        Threads = execution switch
        {
            { NumberOfThreads: > 0 } => execution.NumberOfThreads,
            { ConfigureSession: not null } => 1, // a device has parallelism of its own
            _ => Environment.ProcessorCount,
        };
        KeepsBindings = execution.ConfigureSession is null;
        Program = execution.ConfigureSession is null && model.Description.Sequence is null ? RowProgram.Of(_graph) : null;
        HasAttention = _graph.Nodes.Any(node => node.Outputs[0] == DeepGraph.Attention);
        graph = HasAttention ? graph with { Graph = _graph with { Outputs = [.. _graph.Outputs, s_attention] } } : graph;
        _session = new SharedSession(() => OnnxSession.Open(OnnxWriter.Write(graph), execution)); // what the checks have seen, and nothing that our reader skipped
        if (Program is null)
        {
            _session.Open();
        }
    }

    /// <summary>Whether a binding serves for one row after the other. Not on a device, to which inputs are copied when they are bound.</summary>
    internal bool KeepsBindings { get; }

    public int Threads { get; }

    /// <summary>What computes single rows, where that is faster than the session.</summary>
    internal RowProgram? Program { get; }

    /// <summary>The first layer, where it is not in the session because features are mostly zero.</summary>
    internal SparseFirstLayer? FirstLayer { get; }

    public GraphSize Size { get; }

    public int InputWidth => Input.Width;

    /// <summary>Whether the session has, beside <see cref="Outputs"/>, the weights of the steps; they are computed for who binds them.</summary>
    internal bool HasAttention { get; }

    /// <summary>The name and width of the input.</summary>
    internal (string Name, int Width) Input => (_graph.Inputs[0].Name, (int)(_graph.Inputs[0].Shape[^1] ?? 1));

    /// <summary>The outputs, in the order of the graph.</summary>
    internal IReadOnlyList<OnnxValue> Outputs => _graph.Outputs;

    public IScoringBuffer CreateBuffer(SequenceForm? form, int capacity) =>
        form is null ? new ScoringBuffer(this, capacity) : new SequenceBuffer(this, form, capacity);

    public IScoringBuffer CreateRowBuffer(SequenceForm? form) => Program is null ? CreateBuffer(form, capacity: 1) : new RowBuffer(this, Program);

    /// <exception cref="InvalidOperationException">A row of so many steps takes too much memory.</exception>
    internal void CheckRoom(int steps)
    {
        if (Size.Values(steps) > MostOfARow)
        {
            throw new InvalidOperationException($"A row of {steps} steps takes more than 4 GB to score. Train with a smaller {nameof(RnnOptions.MaximumLength)}, or cut rows to fewer steps.");
        }
    }

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

    /// <inheritdoc cref="SharedSession.CheckAlive"/>
    internal void CheckAlive() => _session.CheckAlive();

    /// <inheritdoc cref="SharedSession.CreateBinding"/>
    internal OrtIoBinding CreateBinding(Action<OrtIoBinding> bind) => _session.CreateBinding(bind);

    /// <inheritdoc cref="SharedSession.Run"/>
    internal void Run(OrtIoBinding binding, RunOptions options) => _session.Run(binding, options);

    /// <summary>Frees the session when the last call has left it.</summary>
    public void Dispose() => _session.Dispose();
}

using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>What computes the outputs of a model whose network is a module of the application's own: scaling and scores here, the rest by LibTorch.</summary>
internal sealed class ModuleScorer : IScorer
{
    private readonly IModule _module;

    private ModuleScorer(IModule module, ModuleGraph graph, GraphSize size)
    {
        _module = module;
        Graph = graph;
        Size = size;
    }

    public GraphSize Size { get; }

    public int InputWidth => Graph.Scaling.Scale.Length;

    /// <summary>The reader's own: calls into the module come one after the other, and LibTorch shares each out among its threads, of which those of the pool may have another number.</summary>
    public int Threads => 1;

    internal ModuleGraph Graph { get; }

    /// <exception cref="FormatException">The state is not that of the module.</exception>
    /// <exception cref="InvalidOperationException">The application has not registered the module, or cannot make it, or wants another device.</exception>
    internal static ModuleScorer Open(DeepModel model, ModuleGraph graph, GraphSize size, ExecutionOptions execution)
    {
        TorchModule module = ((TorchOptions)model.Options).Module!; // DeepModel.CheckGraph lets no other pass
        if (execution.ConfigureSession is not null)
        {
            throw new InvalidOperationException(
                $"{nameof(ExecutionOptions)}.{nameof(ExecutionOptions.ConfigureSession)} is for ONNX Runtime; the network of this model is the module '{module.Name}', which LibTorch computes on the CPU. Leave it out.");
        }
        if (IModule.Open is not { } open)
        {
            throw new InvalidOperationException(
                $"The network of this model is the module '{module.Name}', which is no ONNX graph: LibTorch computes it. Reference the packages MLNetDeep and LibTorch's for your platform, "
                + $"and call TorchModules.Register(\"{module.Name}\", ...) before the model is loaded.");
        }
        return new ModuleScorer(open(module, new TorchContext(model.FeatureCount, graph.OutputCount), graph.State), graph, size);
    }

    public IScoringBuffer CreateBuffer(SequenceForm? form, int capacity) => new ModuleBuffer(this, capacity);

    public IScoringBuffer CreateRowBuffer(SequenceForm? form) => CreateBuffer(form, capacity: 1);

    /// <inheritdoc cref="IModule.Compute"/>
    internal void Compute(ReadOnlySpan<float> features, int rows, Span<float> outputs) => _module.Compute(features, rows, outputs);

    public void Dispose() => _module.Dispose();
}

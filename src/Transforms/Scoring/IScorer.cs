using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>What computes the outputs of a model: ONNX Runtime, or a module of the application's own.</summary>
internal interface IScorer : IDisposable
{
    /// <summary>What a row takes in memory while it is scored.</summary>
    GraphSize Size { get; }

    /// <summary>How many numbers of a row are taken.</summary>
    int InputWidth { get; }

    /// <summary>How many threads may score at the same time, for one reader.</summary>
    int Threads { get; }

    /// <summary>Memory for rows of one reader.</summary>
    /// <param name="form">How rows are sequences, if they differ in length.</param>
    /// <param name="capacity">The most rows that are scored at once.</param>
    IScoringBuffer CreateBuffer(SequenceForm? form, int capacity);

    /// <summary>Memory for rows that are scored one by one.</summary>
    /// <param name="form">How rows are sequences, if they differ in length.</param>
    IScoringBuffer CreateRowBuffer(SequenceForm? form);

    /// <summary>What runs a model as it is told to.</summary>
    /// <exception cref="FormatException">The graph is not one that this project writes, or not one for the model.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime refuses what <see cref="ExecutionOptions.ConfigureSession"/> asks for, or nobody knows the module.</exception>
    static IScorer Of(DeepModel model, ExecutionOptions execution)
    {
        (OnnxModel graph, GraphSize size) = model.CheckGraph();
        return ModuleGraph.Of(graph.Graph) is { } module ? ModuleScorer.Open(model, module, size, execution) : new OnnxScorer(model, graph, size, execution);
    }
}

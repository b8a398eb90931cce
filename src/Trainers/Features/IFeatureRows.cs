using MLNetDeep.Networks;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>Feature rows as a cursor reads them: raw, in native memory or in a file.</summary>
internal interface IFeatureRows : IDisposable
{
    /// <summary>N.</summary>
    long Count { get; }

    /// <summary>D.</summary>
    int Width { get; }

    /// <summary>What the user should know of the rows; null if there is nothing.</summary>
    string? Remark => null;

    /// <summary>The axes of a network's outputs between rows and numbers: none or, where each step has outputs, the number of steps, null if rows differ.</summary>
    IReadOnlyList<long?> OutputAxes => [];

    /// <summary>Takes the next row, of D slots.</summary>
    /// <exception cref="IOException">The rows need a file, and that failed.</exception>
    void Add(in VBuffer<float> row);

    /// <summary>Declares the rows as an input of a graph, and returns the edge with what the scaling takes.</summary>
    string ToOnnx(OnnxGraphBuilder graph) => graph.Input(DeepGraph.Input, Width);

    /// <summary>Checks a graph for such rows.</summary>
    /// <exception cref="FormatException">No model may have it.</exception>
    void Check(OnnxModel model) => OnnxValidator.Check(model, DeepGraph.Input, Width);

    /// <summary>Learns how to scale the features: the layer that does so in the graph.</summary>
    /// <param name="rows">The rows to learn from, zero-based, in random order, shape [M]; of Int32, on the CPU.</param>
    /// <param name="device">Where the scaling will compute.</param>
    /// <param name="checkAlive">Throws when the fit is cancelled.</param>
    ILayer LearnScaling(Tensor rows, Device device, Action checkAlive);

    /// <summary>Scales all rows and, if they are in memory, brings them to the device. The raw rows are gone then; prepared ones in a file are so when this is disposed.</summary>
    /// <param name="scaling">What was learned, from these rows or from others of the same kind.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="checkAlive">Throws when the fit is cancelled.</param>
    IFeatureBatches Prepare(ILayer scaling, Device device, Action checkAlive);
}

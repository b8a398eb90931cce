using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A named array of numbers that belongs to a layer.</summary>
/// <remarks>Its tensor is replaced once, when <see cref="FlatWeights"/> moves all weights of a network into one buffer.</remarks>
internal sealed class Weight(string name, Tensor value, WeightGroup group)
{
    internal string Name => name;

    internal WeightGroup Group => group;

    /// <summary>The numbers; a leaf with gradient where they are trained.</summary>
    internal Tensor Value { get; set; } = value;

    /// <summary>The numbers in another precision; the gradient comes back in their own.</summary>
    internal Tensor In(ScalarType type) => type == ScalarType.Float32 ? Value : Value.to(type);

    /// <summary>The numbers as a constant of the same name and shape.</summary>
    internal OnnxTensor ToOnnx()
    {
        using Tensor numbers = Value.detach().cpu().contiguous();
        return new OnnxTensor(name, OnnxElementType.Single, Value.shape, numbers.bytes.ToArray());
    }

    /// <summary>Adds the numbers to a graph.</summary>
    internal string ToOnnx(OnnxGraphBuilder graph) => graph.Constant(ToOnnx());

    internal static void Read(IEnumerable<Weight> weights, OnnxGraph graph)
    {
        using IDisposable noGradient = no_grad();
        foreach (Weight weight in weights)
        {
            OnnxTensor stored = graph.Initializer(weight.Name);
            if (!stored.Shape.SequenceEqual(weight.Value.shape))
            {
                throw new FormatException(
                    $"Weight '{weight.Name}' of the ONNX graph has shape [{string.Join(", ", stored.Shape)}]; the network needs [{string.Join(", ", weight.Value.shape)}].");
            }
            using Tensor numbers = tensor(stored.Singles.ToArray(), weight.Value.shape);
            weight.Value.copy_(numbers);
        }
    }
}

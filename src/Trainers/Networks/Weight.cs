using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A named array of numbers that belongs to a layer.</summary>
/// <remarks>Once, <see cref="FlatWeights"/> moves all weights of a network into one buffer: the tensor is replaced by a view of it or, of a module, which holds its own, becomes one.</remarks>
/// <param name="name">Unique in the network.</param>
/// <param name="value">The numbers, in the order that they are computed with.</param>
/// <param name="group">How they are optimized.</param>
/// <param name="axes">Which axes of them, in which order, the graph has; as they are if not given.</param>
internal sealed class Weight(string name, Tensor value, WeightGroup group, long[]? axes = null)
{
    internal string Name => name;

    internal WeightGroup Group { get; private set; } = group;

    /// <summary>Whether training leaves the weight as it began.</summary>
    internal bool IsFrozen { get; private set; }

    /// <summary>The numbers; a leaf with gradient where they are trained.</summary>
    internal Tensor Value { get; set; } = value;

    /// <summary>Whether a module of the user's own computes with the tensor.</summary>
    internal bool IsOfModule { private get; init; }

    /// <summary>Takes the weight out of training, before <see cref="FlatWeights"/> moves it.</summary>
    internal void Freeze()
    {
        Group = WeightGroup.Computed;
        IsFrozen = true;
    }

    /// <summary>Moves the numbers to another place.</summary>
    /// <param name="place">Is filled, and is where they are from then on.</param>
    /// <param name="gradient">Where their gradient is summed up; null if they are not trained.</param>
    internal void MoveTo(Tensor place, Tensor? gradient)
    {
        place.copy_(Value);
        if (IsOfModule)
        {
            Value.set_(place);
        }
        else
        {
            Value.Dispose();
            Value = place;
        }
        Value.requires_grad_(gradient is not null);
        if (gradient is not null)
        {
            Value.grad = gradient;
        }
    }

    /// <summary>The numbers in another precision; the gradient comes back in their own.</summary>
    internal Tensor In(ScalarType type) => type == ScalarType.Float32 ? Value : Value.to(type);

    /// <summary>The numbers as a constant of the same name and shape.</summary>
    internal OnnxTensor ToOnnx()
    {
        using Tensor here = Value.detach().cpu(), ordered = InOrderOfGraph(here), numbers = ordered.contiguous();
        return new OnnxTensor(name, OnnxElementType.Single, ShapeOf(ordered), numbers.bytes.ToArray());
    }

    /// <summary>Adds the numbers to a graph.</summary>
    internal string ToOnnx(OnnxGraphBuilder graph) => graph.Constant(ToOnnx());

    internal static void Read(IEnumerable<Weight> weights, OnnxGraph graph)
    {
        using IDisposable noGradient = no_grad();
        foreach (Weight weight in weights)
        {
            OnnxTensor stored = graph.Initializer(weight.Name);
            using Tensor value = weight.InOrderOfGraph(weight.Value);
            if (!stored.Shape.SequenceEqual(ShapeOf(value)))
            {
                throw new FormatException(
                    $"Weight '{weight.Name}' of the ONNX graph has shape [{string.Join(", ", stored.Shape)}]; the network needs [{string.Join(", ", ShapeOf(value))}].");
            }
            using Tensor numbers = tensor(stored.Singles.ToArray(), value.shape);
            value.copy_(numbers);
        }
    }

    /// <summary>The shape in the graph, where a number is a list of one: files have single numbers of the label alone.</summary>
    private static long[] ShapeOf(Tensor ordered) => ordered.dim() == 0 ? [1] : ordered.shape;

    private Tensor InOrderOfGraph(Tensor numbers) => axes is null ? numbers.alias() : numbers.permute(axes);
}

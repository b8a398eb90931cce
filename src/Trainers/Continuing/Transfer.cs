using MLNetDeep.Networks;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>Gives a network the weights of another, where names and shapes agree.</summary>
/// <param name="model">The other network's model.</param>
internal sealed class Transfer(DeepModel model)
{
    /// <summary>The graph of the model.</summary>
    internal OnnxGraph Graph { get; } = OnnxReader.Read(model.Graph).Graph;

    /// <summary>Takes the scaling of features, if it is one for rows of this width.</summary>
    internal void TakeScaling(ILayer scaling)
    {
        Dictionary<string, OnnxTensor> stored = Named(Graph);
        if (scaling.Weights.All(weight => stored.TryGetValue(weight.Name, out OnnxTensor? known) && known.Shape.SequenceEqual(weight.ToOnnx().Shape)))
        {
            scaling.FromOnnx(Graph);
        }
    }

    /// <summary>Takes whatever agrees.</summary>
    /// <param name="network">Whose weights become those of the model.</param>
    /// <param name="own">The network's graph as it is now: layers know their weights in the form that graphs have them in.</param>
    /// <param name="isSameTask">Whether the last layer's outputs mean the same.</param>
    /// <exception cref="InvalidOperationException">Nothing agrees.</exception>
    internal TransferReport Take(Network network, OnnxGraph own, bool isSameTask)
    {
        Dictionary<string, OnnxTensor> stored = Named(Graph), wanted = Named(own);
        string head = isSameTask ? "" : Head(network);
        Dictionary<string, string?> refusals = wanted.Values.ToDictionary(weight => weight.Name, weight => Refusal(weight, stored, head));
        string[] taken = [.. wanted.Keys.Where(name => refusals[name] is null)];
        if (taken.Length == 0)
        {
            throw new InvalidOperationException(
                $"InitialModel has no weight of the name and shape of one of this network, which has {string.Join(", ", wanted.Values.Take(3).Select(Text))}. Give the trainer the options of that model: InitialModel.Options with {{ InitialModel = ... }}.");
        }
        OnnxTensor[] merged = [.. own.Initializers.Select(weight => refusals.TryGetValue(weight.Name, out string? refusal) && refusal is null ? stored[weight.Name] : weight)];
        network.FromOnnx(own with { Initializers = merged });
        return new TransferReport(taken, [.. wanted.Keys.Except(taken).Select(name => $"{name}: {refusals[name]}")], [.. stored.Keys.Except(wanted.Keys)]);
    }

    /// <summary>The name of the last layer.</summary>
    private static string Head(Network network)
    {
        string last = network.Layers.SelectMany(layer => layer.Weights).Last().Name;
        return last[..(last.LastIndexOf('.') + 1)];
    }

    /// <summary>Why a weight is not taken; null if it is.</summary>
    private static string? Refusal(OnnxTensor weight, Dictionary<string, OnnxTensor> stored, string head)
    {
        if (head.Length > 0 && weight.Name.StartsWith(head, StringComparison.Ordinal))
        {
            return "the last layer, of another task or of other classes";
        }
        if (!stored.TryGetValue(weight.Name, out OnnxTensor? known))
        {
            return "not in the initial model";
        }
        return known.Shape.SequenceEqual(weight.Shape) ? null : $"{Shape(weight)}, where the initial model has {Shape(known)}";
    }

    /// <summary>The weights of layers: what has a name of two parts, but for what belongs to the label.</summary>
    private static Dictionary<string, OnnxTensor> Named(OnnxGraph graph) => graph.Initializers
        .Where(weight => weight.ElementType == OnnxElementType.Single && weight.Name.Contains('.', StringComparison.Ordinal) && weight.Shape.Count > 0)
        .ToDictionary(weight => weight.Name);

    private static string Text(OnnxTensor weight) => $"{weight.Name} {Shape(weight)}";

    private static string Shape(OnnxTensor weight) => $"[{string.Join(", ", weight.Shape)}]";
}

using MLNetDeep.Networks;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>Gives a network the weights of another, where names and shapes agree.</summary>
/// <param name="stored">The weights, as a graph of the network would have them.</param>
/// <param name="initial">The model that they come from; null for a file.</param>
internal sealed class Transfer(Func<OnnxGraph, IEnumerable<OnnxTensor>> stored, DeepModel? initial)
{
    /// <summary>What the options ask for; null if weights begin at random.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">The file is damaged.</exception>
    internal static Transfer? Of(DeepTrainerOptions options)
    {
        if (options.InitialModel is { Model: var model })
        {
            OnnxGraph graph = OnnxReader.Read(model.Graph).Graph;
            return new Transfer(_ => graph.Initializers, model);
        }
        if (options.InitialWeightsFile is not string path)
        {
            return null;
        }
        Dictionary<string, NamedTensor> tensors = SafetensorsReader.Read(path);
        return new Transfer(own => TorchWeights.ToOnnx(own, tensors), initial: null);
    }

    /// <summary>Takes the scaling of features, if it is one for rows of this width.</summary>
    internal void TakeScaling(ILayer scaling)
    {
        OnnxGraph none = new("", [], [], [], []);
        Dictionary<string, OnnxTensor> known = Named(stored(none));
        if (scaling.Weights.All(weight => known.TryGetValue(weight.Name, out OnnxTensor? found) && found.Shape.SequenceEqual(weight.ToOnnx().Shape)))
        {
            scaling.FromOnnx(none with { Initializers = [.. known.Values] });
        }
    }

    /// <summary>Takes whatever agrees; where that is all, the scale of labels too.</summary>
    /// <param name="learning">The network, whose weights become those that are stored, and its task.</param>
    /// <param name="own">The network's graph as it is now: layers know their weights in the form that graphs have them in.</param>
    /// <param name="classes">What keys of the label stand for, if anything.</param>
    /// <exception cref="InvalidOperationException">Nothing agrees.</exception>
    internal TransferReport Take((Network Network, Tasks.TrainingTask Task) learning, OnnxGraph own, ClassLabels? classes)
    {
        OnnxTensor[] all = [.. stored(own)];
        Dictionary<string, OnnxTensor> known = Named(all), wanted = Named(own.Initializers);
        bool isSameTask = initial is null || (initial.Task == learning.Task.Kind && initial.ClassNames.SequenceEqual(classes?.Values ?? []));
        string? head = isSameTask ? null : Head(learning.Network);
        Dictionary<string, string?> refusals = wanted.Values.ToDictionary(weight => weight.Name, weight => Refusal(weight, known, head));
        string[] taken = [.. wanted.Keys.Where(name => refusals[name] is null)];
        if (taken.Length == 0)
        {
            throw NothingAgrees(wanted.Values);
        }
        OnnxTensor[] merged = [.. own.Initializers.Select(weight => refusals.TryGetValue(weight.Name, out string? refusal) && refusal is null ? known[weight.Name] : weight)];
        learning.Network.FromOnnx(own with { Initializers = merged });
        if (isSameTask && taken.Length == wanted.Count)
        {
            learning.Task.TakeScale(all.Where(constant => constant.Name.Contains('.', StringComparison.Ordinal)).ToDictionary(constant => constant.Name));
        }
        return new TransferReport(taken, [.. wanted.Keys.Except(taken).Select(name => $"{name}: {refusals[name]}")], [.. known.Keys.Except(wanted.Keys)]);
    }

    private InvalidOperationException NothingAgrees(IEnumerable<OnnxTensor> wanted)
    {
        string examples = string.Join(", ", wanted.Take(3).Select(weight => $"{weight.Name} {Shape(weight)}"));
        return new InvalidOperationException(initial is null
            ? $"The file of InitialWeightsFile has no weight of the name and shape of one of this network, which has {examples}. Name its weights like that."
            : $"InitialModel has no weight of the name and shape of one of this network, which has {examples}. Give the trainer the options of that model: InitialModel.Options with {{ InitialModel = ... }}.");
    }

    /// <summary>What names of the last layer begin with.</summary>
    private static string Head(Network network)
    {
        string last = network.Layers.SelectMany(layer => layer.Weights).Last().Name;
        return last[..(last.LastIndexOf('.') + 1)];
    }

    /// <summary>Why a weight is not taken; null if it is.</summary>
    private static string? Refusal(OnnxTensor weight, Dictionary<string, OnnxTensor> known, string? head)
    {
        if (head is not null && weight.Name.StartsWith(head, StringComparison.Ordinal))
        {
            return "the last layer, of another task or of other classes";
        }
        if (!known.TryGetValue(weight.Name, out OnnxTensor? found))
        {
            return "not there";
        }
        return found.Shape.SequenceEqual(weight.Shape) ? null : $"{Shape(weight)}, where {Shape(found)} is there";
    }

    /// <summary>The weights of layers: what has a name of two parts, but for single numbers, which belong to the label.</summary>
    private static Dictionary<string, OnnxTensor> Named(IEnumerable<OnnxTensor> constants) => constants
        .Where(weight => weight.ElementType == OnnxElementType.Single && weight.Name.Contains('.', StringComparison.Ordinal) && weight.Shape.Count > 0)
        .ToDictionary(weight => weight.Name);

    private static string Shape(OnnxTensor weight) => $"[{string.Join(", ", weight.Shape)}]";
}

using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>The weights of a model's layers.</summary>
internal static class NamedWeights
{
    internal static OnnxTensor[] Of(DeepTransformer model) => [.. OnnxReader.Read(model.Model.Graph).Graph.Initializers
        .Where(weight => weight.Name.Contains('.', StringComparison.Ordinal) && weight.Shape.Count > 0)];

    /// <summary>The bits of a weight.</summary>
    internal static byte[] Of(DeepTransformer model, string name) => Of(model).Single(weight => weight.Name == name).Data.ToArray();

    /// <summary>The name of a weight's layer.</summary>
    internal static string LayerOf(string weight) => weight[..weight.LastIndexOf('.')];

    /// <summary>The names of all layers but the last and the scaling; where these have parts, the first.</summary>
    internal static string[] BeforeLast(DeepTransformer model)
    {
        string[] parts = [.. Of(model).Select(weight => model.Options is TorchOptions ? LayerOf(weight.Name) : weight.Name.Split('.')[0]).Distinct().Where(name => name is not ("scaling" or "channels"))
            .Select(name => name == "module" ? "module.share" : name)]; // whose own name stands for all of its parts
        return [.. parts.Except([Last(model)])];
    }

    /// <summary>The name of the last layer.</summary>
    internal static string Last(DeepTransformer model) => model.Options switch
    {
        CnnOptions => "fc",
        TorchOptions { Module: not null } => "module.leave",
        TorchOptions => "3.1",
        _ => "output",
    };
}

using Microsoft.ML.OnnxRuntime;

namespace MLNetDeep;

/// <summary>The inputs and outputs that a model's graph must have for scores to be read from the right places.</summary>
internal static class GraphSignature
{
    /// <exception cref="FormatException">The graph has others.</exception>
    internal static void Check(InferenceSession graph, ModelDescription model)
    {
        string expected = Describe([Edge(DeepGraph.Input, model.FeatureCount)], Outputs(model));
        string found = Describe(Edges(graph.InputMetadata), graph.OutputNames.Select(name => Edge(name, graph.OutputMetadata[name])));
        if (found != expected)
        {
            throw new FormatException($"The ONNX graph of the model does not fit its description: expected {expected}, got {found}. Save the model again.");
        }
    }

    private static IEnumerable<string> Outputs(ModelDescription model) => model.Task switch
    {
        TaskKind.BinaryClassification => [Edge(DeepGraph.Score, 1), Edge(DeepGraph.Probability, 1)],
        TaskKind.MulticlassClassification => [Edge(DeepGraph.Score, model.OutputCount)],
        TaskKind.Regression => [Edge(DeepGraph.Score, 1)],
        _ => throw new FormatException($"The model file has the unknown task {model.Task}. Update the MLNetDeep.Transforms package."),
    };

    private static IEnumerable<string> Edges(IReadOnlyDictionary<string, NodeMetadata> edges) => edges.Select(edge => Edge(edge.Key, edge.Value));

    private static string Edge(string name, NodeMetadata edge) =>
        $"{name} {edge.ElementDataType}[{string.Join(", ", edge.Dimensions)}]";

    private static string Edge(string name, int width) => $"{name} Float[-1, {width}]";

    private static string Describe(IEnumerable<string> inputs, IEnumerable<string> outputs) =>
        $"{string.Join(", ", inputs)} to {string.Join(", ", outputs)}";
}

using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>The outputs that a model's graph must have, in their order, for scores to be read from the right places.</summary>
internal static class GraphOutputs
{
    /// <exception cref="FormatException">The graph has others.</exception>
    internal static void Check(OnnxGraph graph, ModelDescription model)
    {
        string expected = string.Join(", ", Expected(model));
        string found = string.Join(", ", graph.Outputs.Select(output => $"{output.Name}[{output.Shape[^1]}]"));
        if (found != expected)
        {
            throw new FormatException($"The ONNX graph of the model does not fit its description: expected the outputs {expected}, got {found}. Save the model again.");
        }
    }

    private static IEnumerable<string> Expected(ModelDescription model) => model.Task switch
    {
        TaskKind.BinaryClassification => [$"{DeepGraph.Score}[1]", $"{DeepGraph.Probability}[1]"],
        TaskKind.MulticlassClassification => [$"{DeepGraph.Score}[{model.OutputCount}]"],
        TaskKind.Regression => [$"{DeepGraph.Score}[1]"],
        _ => throw new FormatException($"The model file has the unknown task {model.Task}. Update the MLNetDeep.Transforms package."),
    };
}

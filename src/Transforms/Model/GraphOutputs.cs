using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>The outputs that a model's graph must have, in their order, for scores to be read from the right places.</summary>
internal static class GraphOutputs
{
    /// <exception cref="FormatException">The graph has others.</exception>
    internal static void Check(OnnxGraph graph, ModelDescription model)
    {
        string expected = string.Join(", ", Names(model.Task).Select(name => Text(name, Axes(model))));
        string found = string.Join(", ", graph.Outputs.Select(output => Text(output.Name, output.Shape.Skip(1))));
        if (found != expected)
        {
            throw new FormatException($"The ONNX graph of the model does not fit its description: expected the outputs {expected}, got {found}. Save the model again.");
        }
    }

    private static string[] Names(TaskKind task) => task switch
    {
        TaskKind.BinaryClassification => [DeepGraph.Score, DeepGraph.Probability],
        TaskKind.MulticlassClassification or TaskKind.Regression => [DeepGraph.Score],
        _ => throw new FormatException($"The model file has the unknown task {task}. Update the MLNetDeep.Transforms package."),
    };

    /// <summary>The sizes of an output behind the rows.</summary>
    private static long?[] Axes(ModelDescription model) => model switch
    {
        { HasStepOutputs: false } => [model.OutputCount],
        { Sequence: null, Options: RnnOptions { FeaturesPerStep: > 0 and var numbers } } => [model.FeatureCount / numbers, model.OutputCount],
        _ => [null, model.OutputCount],
    };

    private static string Text(string name, IEnumerable<long?> axes) => $"{name}[{string.Join(", ", axes.Select(size => size is null ? "T" : $"{size}"))}]";
}

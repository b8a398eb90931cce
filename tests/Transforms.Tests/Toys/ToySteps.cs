using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Networks whose outputs for a step follow from the step alone, so that a test computes them by hand.</summary>
internal static class ToySteps
{
    /// <summary>The classes of <see cref="ModelOf"/>: their scores are the softmax of a step's numbers.</summary>
    internal const int Classes = 3;

    /// <summary>A model whose outputs for a step are its numbers, made probabilities where the task has some.</summary>
    /// <param name="task">What it predicts.</param>
    /// <param name="steps">The steps of each row; null if rows have any number.</param>
    internal static DeepModel ModelOf(TaskKind task, int? steps = null)
    {
        int width = WidthOf(task);
        OnnxGraphBuilder graph = new();
        string input = steps is null ? AnySteps(graph, width) : graph.Node("Reshape", [graph.Input(DeepGraph.Input, (long)steps * width), graph.Constant([-1, steps.Value, width])]);
        switch (task)
        {
            case TaskKind.BinaryClassification:
                graph.Output(DeepGraph.Score, input, steps, 1);
                graph.Output(DeepGraph.Probability, graph.Node("Sigmoid", [input]), steps, 1);
                break;
            case TaskKind.MulticlassClassification:
                graph.Output(DeepGraph.Score, graph.Node("Softmax", [input], OnnxAttribute.Of("axis", 2L)), steps, Classes);
                break;
            default:
                graph.Output(DeepGraph.Score, input, steps, 1);
                break;
        }
        return new DeepModel(Describe(task, steps), OnnxWriter.Write(new OnnxModel { Graph = graph.Build("steps") }));
    }

    internal static ModelDescription Describe(TaskKind task, int? steps) => ToyModel.Describe(task, task == TaskKind.MulticlassClassification ? Classes : 1) with
    {
        FeatureCount = (steps ?? 1) * WidthOf(task),
        Sequence = steps is null ? SequenceKind.Numbers : null,
        HasStepOutputs = true,
        Classes = task == TaskKind.MulticlassClassification ? ToyModel.TextClasses : null,
        Options = new RnnOptions { FeaturesPerStep = WidthOf(task), MaximumLength = 4 },
    };

    /// <summary>The rows as data, with labels for each step.</summary>
    internal static IDataView View<TLabel>(MLContext ml, params (float[] Features, TLabel[] Label)[] rows) =>
        ml.Data.LoadFromEnumerable(rows.Select((row, index) => new Row<TLabel>(row.Features, row.Label, $"row {index}")));

    private static int WidthOf(TaskKind task) => task == TaskKind.MulticlassClassification ? Classes : 1;

    private static string AnySteps(OnnxGraphBuilder graph, int width)
    {
        foreach (OnnxValue input in DeepGraph.Inputs(SequenceKind.Numbers, width))
        {
            graph.Input(input);
        }
        return DeepGraph.Input;
    }

    private sealed record Row<TLabel>(float[] Features, TLabel[] Label, string Name);
}

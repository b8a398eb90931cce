using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>The graph that makes the score columns of the outputs of a network, as <see cref="ScoreColumns"/> and <see cref="StepScoreColumns"/> do.</summary>
internal static class ColumnOutputs
{
    private const long Int64 = (long)OnnxElementType.Int64, Boolean = 9, UInt32 = 12; // for Cast: element types of onnx.proto

    /// <param name="rows">What the network does with rows.</param>
    internal static OnnxGraph Of(RowScorer rows)
    {
        OnnxGraphBuilder graph = new();
        ModelDescription model = rows.Model;
        bool hasKept = model.HasStepOutputs && rows.Form is not null;
        bool isBinary = model.Task == TaskKind.BinaryClassification;
        string[] scores = isBinary ? [DeepGraph.Score, DeepGraph.Probability] : [DeepGraph.Score];
        if (hasKept)
        {
            string isKept = graph.Node("Cast", [graph.Node("Unsqueeze", [ColumnInputs.Kept], OnnxAttribute.Of("axes", [2]))], OnnxAttribute.Of("to", Boolean));
            scores = [.. scores.Select(score => graph.Node("Where", [isKept, score, graph.Constant(float.NaN)]))];
        }
        if (model.Task == TaskKind.MulticlassClassification)
        {
            graph.Output(ScoreColumns.Score, scores[0]);
            graph.Output(ScoreColumns.PredictedLabel, LargestKey(graph, scores[0], model.HasStepOutputs, hasKept));
            return graph.Build("outputs");
        }
        scores = [.. scores.Select(score => graph.Node("Flatten", [score], OnnxAttribute.Of("axis", 1L)))]; // [N, T, 1] of steps
        graph.Output(ScoreColumns.Score, scores[0]);
        if (isBinary)
        {
            graph.Output(ScoreColumns.Probability, scores[1]);
            graph.Output(ScoreColumns.PredictedLabel, graph.Node("Greater", [scores[1], graph.Constant(model.Threshold)])); // which NaN is not
        }
        return graph.Build("outputs");
    }

    /// <summary>[N, 1] of rows, [N, T] of steps; missing where a step is not looked at.</summary>
    private static string LargestKey(OnnxGraphBuilder graph, string scores, bool hasStepOutputs, bool hasKept)
    {
        string largest = graph.Node("ArgMax", [scores], OnnxAttribute.Of("axis", hasStepOutputs ? 2L : 1L), OnnxAttribute.Of("keepdims", hasStepOutputs ? 0L : 1L));
        string key = graph.Node("Add", [largest, graph.Constant([1L])]);
        key = hasKept ? graph.Node("Mul", [key, graph.Node("Cast", [ColumnInputs.Kept], OnnxAttribute.Of("to", Int64))]) : key;
        return graph.Node("Cast", [key], OnnxAttribute.Of("to", UInt32));
    }
}

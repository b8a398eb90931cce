using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>The graph that makes the inputs of a network of its feature column: what scoring does with rows before the network sees them.</summary>
/// <remarks>ML.NET's converter has a tensor for each column, of all rows: numbers as Single, keys as UInt32, whose 0 is a missing one.</remarks>
internal static class ColumnInputs
{
    /// <summary>The input: the column, [N, ...].</summary>
    internal const string Column = "Column";

    /// <summary>An output beside those that the network reads: 1 where a row has a step that is looked at, [N, T].</summary>
    internal const string Kept = "Kept";

    private const long Int64 = (long)OnnxElementType.Int64, Single = (long)OnnxElementType.Single; // for Cast

    /// <summary>Whether rows may have more steps than are looked at.</summary>
    internal static bool MayBeTruncated(SequenceForm form, DataViewSchema.Column features) => Steps(form, features) is var steps && (steps == 0 || steps > form.MaximumLength);

    /// <param name="form">How rows are sequences, if they differ in length.</param>
    /// <param name="features">The column.</param>
    internal static OnnxGraph Of(SequenceForm? form, DataViewSchema.Column features)
    {
        OnnxGraphBuilder graph = new();
        if (form is null)
        {
            graph.Output(DeepGraph.Input, graph.Node("Flatten", [Column], OnnxAttribute.Of("axis", 1L)));
        }
        else if (form.EndsWithPadding)
        {
            AddPadded(graph, form, Steps(form, features));
        }
        else
        {
            AddWhole(graph, form, MayBeTruncated(form, features));
        }
        return graph.Build("inputs");
    }

    private static int Steps(SequenceForm form, DataViewSchema.Column features) => ((VectorDataViewType)features.Type).Size / form.Width; // 0 if rows differ

    /// <summary>All rows are of one length, which the tensor has: they have no padding, and one is cut like the other.</summary>
    private static void AddWhole(OnnxGraphBuilder graph, SequenceForm form, bool mayBeTruncated)
    {
        bool isTokens = form.Kind == SequenceKind.Tokens;
        string steps = isTokens
            ? graph.Node("Cast", [Column], OnnxAttribute.Of("to", Int64))
            : graph.Node("Reshape", [Column, graph.Constant([0, -1, form.Width])]);
        if (mayBeTruncated)
        {
            steps = form.Truncation == Truncation.KeepLast
                ? Slice(graph, steps, -form.MaximumLength, long.MaxValue)
                : Slice(graph, steps, 0, form.MaximumLength);
        }
        string rowsAndSteps = graph.Node("Slice", [graph.Node("Shape", [steps]), graph.Constant([0L]), graph.Constant([2L])]);
        string ones = graph.Node("Add", [graph.Node("ConstantOfShape", [rowsAndSteps]), graph.Constant(1f)]); // which are zeros
        graph.Output(isTokens ? DeepGraph.Tokens : DeepGraph.Input, steps);
        graph.Output(DeepGraph.Mask, ones);
        graph.Output(Kept, ones);
    }

    /// <summary>Rows end with their last key that is not missing. A row without has one step, which is unknown.</summary>
    private static void AddPadded(OnnxGraphBuilder graph, SequenceForm form, int steps)
    {
        string tokens = graph.Node("Cast", [Column], OnnxAttribute.Of("to", Int64));
        string isPresent = graph.Node("Cast", [graph.Node("Greater", [tokens, graph.Constant([0L])])], OnnxAttribute.Of("to", Int64));
        string length = graph.Node( // [N, 1]: the number of the last step that is present
            "ReduceMax", [graph.Node("Mul", [isPresent, Numbers(graph, 1, steps)])], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 1L));
        int kept = Math.Min(steps, form.MaximumLength);
        if (kept < steps && form.Truncation == Truncation.KeepLast)
        {
            string first = graph.Node("Max", [graph.Node("Sub", [length, graph.Constant([kept])]), graph.Constant([0L])]);
            tokens = graph.Node("GatherElements", [tokens, graph.Node("Add", [first, Numbers(graph, 0, kept)])], OnnxAttribute.Of("axis", 1L));
            length = graph.Node("Sub", [length, first]);
        }
        else if (kept < steps)
        {
            tokens = Slice(graph, tokens, 0, kept);
        }
        string places = Numbers(graph, 0, kept);
        graph.Output(DeepGraph.Tokens, tokens);
        graph.Output(DeepGraph.Mask, IsLess(graph, places, graph.Node("Max", [length, graph.Constant([1L])])));
        graph.Output(Kept, IsLess(graph, places, length));
    }

    private static string Slice(OnnxGraphBuilder graph, string steps, long start, long end) =>
        graph.Node("Slice", [steps, graph.Constant([start]), graph.Constant([end]), graph.Constant([1L])]);

    private static string IsLess(OnnxGraphBuilder graph, string left, string right) =>
        graph.Node("Cast", [graph.Node("Less", [left, right])], OnnxAttribute.Of("to", Single));

    private static string Numbers(OnnxGraphBuilder graph, int first, int count) =>
        graph.Constant([.. Enumerable.Range(first, count).Select(number => (long)number)]);
}

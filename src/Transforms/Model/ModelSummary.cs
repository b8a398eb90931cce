using System.Globalization;
using System.Text;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>The layers of a network as a table.</summary>
internal static class ModelSummary
{
    private sealed record Row(string Layer, string Operators, string Output, long Parameters);

    internal static string Of(DeepModel model)
    {
        OnnxGraph graph = OnnxReader.Read(model.Graph).Graph;
        OnnxEdges edges = OnnxValidator.Edges(graph, (read, found) => AddInputs(model, read, found));
        Row[] rows = [.. Layers(graph, edges)];
        StringBuilder text = new();
        foreach (Row row in rows)
        {
            text.AppendLine(Line(row, rows));
        }
        string classes = model.Task == TaskKind.MulticlassClassification ? $" with {model.Description.OutputCount} classes" : "";
        return text.Append(CultureInfo.InvariantCulture, $"{rows.Sum(row => row.Parameters):N0} parameters, for {model.Task}{classes}").AppendLine().ToString();
    }

    private static void AddInputs(DeepModel model, OnnxGraph graph, OnnxEdges edges)
    {
        if (model.Description.Sequence is { } kind)
        {
            OnnxInputCheck.AddSequences(graph, kind, model.FeatureCount, edges);
        }
        else
        {
            OnnxInputCheck.AddMatrix(graph, DeepGraph.Input, model.FeatureCount, edges);
        }
    }

    /// <summary>The nodes that use weights, those of one layer together.</summary>
    private static IEnumerable<Row> Layers(OnnxGraph graph, OnnxEdges edges)
    {
        Dictionary<string, OnnxTensor> weights = graph.Initializers.Where(constant => constant.Name.Contains('.', StringComparison.Ordinal)).ToDictionary(constant => constant.Name);
        IEnumerable<(string Layer, OnnxNode Node, string Weight)> uses = graph.Nodes.SelectMany(node => Uses(node, [.. node.Inputs.Where(weights.ContainsKey)]));
        foreach (IGrouping<string, (string Layer, OnnxNode Node, string Weight)> layer in uses.GroupBy(use => use.Layer))
        {
            long parameters = layer.Select(use => use.Weight).Distinct().Sum(weight => (long)weights[weight].Data.Length / sizeof(float));
            (_, OnnxNode last, string lastWeight) = layer.Last();
            bool isOutput = last.OperatorType != ModuleGraph.Operator || last.Inputs[^1] == lastWeight;
            string output = isOutput && edges.Shape(last.Outputs[0]) is { } shape ? Text(shape) : "";
            yield return new Row(layer.Key, string.Join(", ", layer.Select(use => use.Node.OperatorType).Distinct()), output, parameters);
        }
    }

    /// <summary>The weights of a node, with their layer: that of the first of them, but of a module each has its own.</summary>
    private static IEnumerable<(string Layer, OnnxNode Node, string Weight)> Uses(OnnxNode node, string[] weights) =>
        weights.Select(weight => (LayerOf(node.OperatorType == ModuleGraph.Operator ? weight : weights[0]), node, weight));

    /// <summary>The name of a weight without its last part.</summary>
    private static string LayerOf(string weight) => weight[..weight.LastIndexOf('.')];

    private static string Text(long[] shape) => $"[{string.Join(", ", shape.Select(size => size switch
    {
        OnnxShape.Steps => "T",
        OnnxShape.Rows => "N",
        < 0 => $"{-size}N",
        _ => $"{size}",
    }))}]";

    private static string Line(Row row, Row[] all) => string.Join("  ",
        row.Layer.PadRight(all.Max(other => other.Layer.Length)),
        row.Operators.PadRight(all.Max(other => other.Operators.Length)),
        row.Output.PadRight(all.Max(other => other.Output.Length)),
        row.Parameters.ToString("N0", CultureInfo.InvariantCulture).PadLeft(all.Max(other => other.Parameters.ToString("N0", CultureInfo.InvariantCulture).Length)));
}

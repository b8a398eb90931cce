using Microsoft.ML.Model.OnnxConverter;
using MLNetDeep.Onnx;
using ContextNode = Microsoft.ML.Model.OnnxConverter.OnnxNode;
using OnnxNode = MLNetDeep.Onnx.OnnxNode;

namespace MLNetDeep;

/// <summary>Adds graphs to the one that ML.NET's converter makes of a pipeline.</summary>
/// <param name="context">The converter's graph. It gives every variable a name that is free.</param>
internal sealed class ContextWriter(OnnxContext context)
{
    private const string Prefix = "MLNetDeep."; // the context takes the name of a variable for that of a column, whose variable it then is

    /// <summary>Adds the nodes and constants of a graph.</summary>
    /// <param name="graph">The graph; its inputs are what it reads and does not write.</param>
    /// <param name="edges">The variable of each input by its name. Takes those of the outputs.</param>
    internal void Add(OnnxGraph graph, IDictionary<string, string> edges)
    {
        Dictionary<string, string> variables = new(edges) { [""] = "" }; // an input that is left out has no name
        foreach (OnnxTensor constant in graph.Initializers)
        {
            variables[constant.Name] = AddConstant(constant);
        }
        foreach (OnnxNode node in graph.Nodes)
        {
            AddNode(node, variables);
        }
        foreach (OnnxValue output in graph.Outputs)
        {
            edges[output.Name] = variables[output.Name];
        }
    }

    /// <summary>Makes a variable that of a column.</summary>
    internal void AddColumn(string name, DataViewType type, string variable) =>
        context.CreateNode("Identity", variable, context.AddIntermediateVariable(type, name), context.GetNodeName("Identity"), domain: "");

    private void AddNode(OnnxNode node, Dictionary<string, string> variables)
    {
        string[] inputs = [.. node.Inputs.Select(input => variables[input])];
        foreach (string output in node.Outputs.Where(output => output != ""))
        {
            variables[output] = context.AddIntermediateVariable(null, Prefix + output, skip: true); // its shape follows from the others
        }
        ContextNode added = context.CreateNode(
            node.OperatorType, inputs, node.Outputs.Select(output => variables[output]), context.GetNodeName(Prefix + node.OperatorType), domain: "");
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            AddAttribute(added, attribute);
        }
    }

    private static void AddAttribute(ContextNode node, OnnxAttribute attribute)
    {
        switch (attribute)
        {
            case { Int64: long number }: node.AddAttribute(attribute.Name, number); break;
            case { Single: float number }: node.AddAttribute(attribute.Name, number); break;
            case { String: string text }: node.AddAttribute(attribute.Name, text); break;
            case { Int64s: { } numbers }: node.AddAttribute(attribute.Name, numbers); break;
            case { Singles: { } numbers }: node.AddAttribute(attribute.Name, numbers); break;
        }
    }

    private string AddConstant(OnnxTensor constant)
    {
        string name = Prefix + constant.Name;
        return (constant.ElementType, constant.Shape.Count) switch // the context has a way of its own for scalars
        {
            (OnnxElementType.Int64, 0) => context.AddInitializer(constant.Int64s[0], name),
            (OnnxElementType.Int64, _) => context.AddInitializer(constant.Int64s.ToArray(), constant.Shape, name),
            (_, 0) => context.AddInitializer(constant.Singles[0], name),
            _ => context.AddInitializer(constant.Singles.ToArray(), constant.Shape, name),
        };
    }
}

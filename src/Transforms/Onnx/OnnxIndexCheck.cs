namespace MLNetDeep.Onnx;

/// <summary>The part of <see cref="OnnxValidator"/> that looks at integers which rows are picked or cut by: they follow from the tokens and the mask alone, so that none is out of range.</summary>
/// <param name="graph">A graph whose nodes are checked.</param>
/// <param name="edges">Its edges.</param>
internal sealed class OnnxIndexCheck(OnnxGraph graph, OnnxEdges edges)
{
    private readonly Dictionary<string, OnnxNode> _sources = graph.Nodes.ToDictionary(node => node.Outputs[0]);

    /// <summary>Checks all nodes, and returns for how many steps of a row there are positions.</summary>
    /// <param name="tokens">The tokens that there are, beside the unknown one.</param>
    /// <exception cref="FormatException">An integer may be out of range.</exception>
    internal long MostSteps(long tokens)
    {
        long most = long.MaxValue;
        foreach (OnnxNode node in graph.Nodes)
        {
            switch (node.OperatorType)
            {
                case "LSTM" or "GRU" when node.Inputs.Count > 4 && !AreLengths(node.Inputs[4]):
                    throw Refused(node, $"takes the lengths of rows from '{node.Inputs[4]}', which does not count the steps of the mask");
                case "Gather" when node.Inputs[1] == DeepGraph.Tokens:
                    CheckTokens(node, tokens);
                    break;
                case "Gather" when ArePlaces(node.Inputs[1]):
                    most = Math.Min(most, Rows(node));
                    break;
                case "Gather" when Buckets(node.Inputs[1]) is { } buckets:
                    CheckBuckets(node, buckets);
                    break;
                case "Gather":
                    throw Refused(node, $"picks by '{node.Inputs[1]}', which are neither tokens nor the places of steps");
            }
        }
        return most;
    }

    private void CheckTokens(OnnxNode node, long tokens)
    {
        if (Rows(node) != tokens + 1)
        {
            throw Refused(node, $"has {Rows(node)} rows; the model's description says {tokens} tokens and an unknown one");
        }
    }

    private void CheckBuckets(OnnxNode node, long buckets)
    {
        if (Rows(node) != buckets)
        {
            throw Refused(node, $"has {Rows(node)} rows for n-grams of {buckets} buckets");
        }
    }

    private long Rows(OnnxNode node) => edges.Shape(node.Inputs[0])![0];

    /// <summary>The sums of the mask's rows.</summary>
    private bool AreLengths(string edge) =>
        Source(edge, "Cast") is { } integers && Source(integers.Inputs[0], "ReduceSum") is { } sum && sum.Inputs[0] == DeepGraph.Mask;

    /// <summary>0, 1, 2 ... for the steps of a row, and the last one again behind it.</summary>
    private bool ArePlaces(string edge) =>
        Source(edge, "Cast") is { } integers && Source(integers.Inputs[0], "Sub") is { Inputs: [var counts, var one] }
        && Source(counts, "CumSum") is { } sum && sum.Inputs[0] == DeepGraph.Mask && IsOne(one);

    /// <summary>How many numbers there are from 0 on, where an edge has remainders of a division by that many; they are never negative.</summary>
    private long? Buckets(string edge) =>
        Source(edge, "Mod") is { } remainder && graph.Initializers.FirstOrDefault(constant => constant.Name == remainder.Inputs[1]) is { ElementType: OnnxElementType.Int64 } divisor
            ? divisor.Int64s[0]
            : null;

    private OnnxNode? Source(string edge, string operatorType) =>
        _sources.TryGetValue(edge, out OnnxNode? node) && node.OperatorType == operatorType ? node : null;

    private bool IsOne(string name) =>
        graph.Initializers.FirstOrDefault(constant => constant.Name == name) is { ElementType: OnnxElementType.Single } constant && constant.Singles is [1f];

    private static FormatException Refused(OnnxNode node, string what) => OnnxValidator.Refused($"node '{node.Outputs[0]}' ({node.OperatorType}) {what}");
}

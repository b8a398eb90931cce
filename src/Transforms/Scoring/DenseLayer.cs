using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>A fully connected layer of a graph, together with the batch normalization and the ReLU that follow it.</summary>
/// <param name="Matrix">What computes it.</param>
/// <param name="Nodes">The nodes of the graph that it computes, in order.</param>
internal sealed record DenseLayer(PackedMatrix Matrix, IReadOnlyList<OnnxNode> Nodes)
{
    /// <summary>The layer that begins with a product.</summary>
    /// <param name="product">A Gemm.</param>
    /// <param name="graph">Its graph, which was checked.</param>
    /// <param name="users">The nodes that read an edge.</param>
    internal static DenseLayer Of(OnnxNode product, OnnxGraph graph, Dictionary<string, List<OnnxNode>> users)
    {
        bool isByOutput = product.Attributes is [{ Int64: 1 }];
        float[] weights = Numbers(graph, product, 1), bias = Numbers(graph, product, 2);
        List<OnnxNode> nodes = [product];
        if (Follows("BatchNormalization"))
        {
            Fold(nodes[^1], graph, weights, bias, isByOutput);
        }
        return new DenseLayer(new PackedMatrix(weights, bias, isByOutput, lowest: Follows("Relu") ? 0 : float.NegativeInfinity), nodes);

        // Whether the next node is such a one, and nothing else sees what comes before it.
        bool Follows(string operatorType)
        {
            string edge = nodes[^1].Outputs[0];
            if (users.GetValueOrDefault(edge) is [OnnxNode next] && next.OperatorType == operatorType && !graph.Outputs.Any(output => output.Name == edge))
            {
                nodes.Add(next);
                return true;
            }
            return false;
        }
    }

    /// <summary>How many numbers the layer takes that begins with a product.</summary>
    internal static long PackedLength(OnnxNode product, OnnxGraph graph)
    {
        int weights = graph.Initializer(product.Inputs[1]).Singles.Length, outputs = graph.Initializer(product.Inputs[2]).Singles.Length;
        return PackedMatrix.Length(weights / outputs, outputs);
    }

    /// <summary>The factor and the shift per unit that batch normalization comes to when scoring.</summary>
    internal static (float[] Factor, float[] Shift) FactorAndShift(OnnxNode normalization, OnnxGraph graph)
    {
        float[] factor = Numbers(graph, normalization, 1), shift = Numbers(graph, normalization, 2);
        float[] mean = Numbers(graph, normalization, 3), variance = Numbers(graph, normalization, 4);
        for (int unit = 0; unit < factor.Length; unit++)
        {
            double scale = factor[unit] / Math.Sqrt(variance[unit] + (double)normalization.Attributes[0].Single!.Value);
            shift[unit] = (float)(shift[unit] - (mean[unit] * scale));
            factor[unit] = (float)scale;
        }
        return (factor, shift);
    }

    private static void Fold(OnnxNode normalization, OnnxGraph graph, float[] weights, float[] bias, bool isByOutput)
    {
        (float[] factor, float[] shift) = FactorAndShift(normalization, graph);
        int inputs = weights.Length / bias.Length;
        (int inputStride, int outputStride) = isByOutput ? (1, inputs) : (bias.Length, 1);
        for (int unit = 0; unit < bias.Length; unit++)
        {
            bias[unit] = (bias[unit] * factor[unit]) + shift[unit];
            for (int input = 0; input < inputs; input++)
            {
                weights[(unit * outputStride) + (input * inputStride)] *= factor[unit];
            }
        }
    }

    private static float[] Numbers(OnnxGraph graph, OnnxNode node, int input) => graph.Initializer(node.Inputs[input]).Singles.ToArray();
}

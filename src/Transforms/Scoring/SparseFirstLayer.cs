using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>Scaling and first layer of a network for rows that are mostly zero, computed from the numbers that are not.</summary>
/// <remarks>
/// The layer's outputs for a row of zeros are known beforehand; a number x of feature j adds (f(x) − f(0))·W[j]. Trainers store W by
/// feature, [D, H], for such networks alone, and so this is what the form of the graph tells.
/// </remarks>
internal sealed class SparseFirstLayer
{
    private readonly FeatureScaling _scaling;
    private readonly ReadOnlyMemory<byte> _weights;
    private readonly float[] _zeroOutputs;

    private SparseFirstLayer(FeatureScaling scaling, OnnxTensor weights, OnnxTensor bias, OnnxGraph rest)
    {
        _scaling = scaling;
        _weights = weights.Data;
        _zeroOutputs = ZeroOutputs(bias.Singles);
        Rest = rest;
    }

    /// <summary>The graph behind this layer: its input, [N, H], is the output of <see cref="Compute"/>.</summary>
    internal OnnxGraph Rest { get; }

    private ReadOnlySpan<float> Weights => MemoryMarshal.Cast<byte, float>(_weights.Span);

    /// <summary>The first layer of a checked graph; <see langword="null"/> if it is one for dense rows.</summary>
    internal static SparseFirstLayer? Of(OnnxGraph graph)
    {
        if (FeatureScaling.FromOnnx(graph) is not var (scaling, edge))
        {
            return null;
        }
        OnnxNode? layer = graph.Nodes.FirstOrDefault(node => node.Inputs.Contains(edge));
        return layer is { OperatorType: "Gemm", Attributes.Count: 0 } && layer.Inputs[0] == edge && !graph.Outputs.Any(output => output.Name == layer.Outputs[0])
            ? new SparseFirstLayer(scaling, graph.Initializer(layer.Inputs[1]), graph.Initializer(layer.Inputs[2]), RestOf(graph, layer))
            : null;
    }

    /// <summary>The outputs of the layer, shape [H], for a row of features, shape [D].</summary>
    internal void Compute(in VBuffer<float> features, Span<float> outputs)
    {
        _zeroOutputs.CopyTo(outputs);
        ReadOnlySpan<float> values = features.GetValues();
        for (int index = 0; index < values.Length; index++)
        {
            if (values[index] != 0)
            {
                Add(features.IsDense ? index : features.GetIndices()[index], values[index], outputs);
            }
        }
    }

    private void Add(int feature, float value, Span<float> outputs)
    {
        float change = _scaling.Of(value, feature) - _scaling.Of(0, feature);
        if (change != 0)
        {
            TensorPrimitives.MultiplyAdd(Weights.Slice(feature * outputs.Length, outputs.Length), change, outputs, outputs);
        }
    }

    private float[] ZeroOutputs(ReadOnlySpan<float> bias)
    {
        double[] sums = new double[bias.Length];
        TensorPrimitives.ConvertChecked(bias, sums);
        for (int feature = 0; feature < _scaling.Scale.Length; feature++)
        {
            double zero = _scaling.Of(0, feature);
            for (int output = 0; zero != 0 && output < sums.Length; output++)
            {
                sums[output] += zero * Weights[feature * sums.Length + output];
            }
        }
        float[] outputs = new float[sums.Length];
        TensorPrimitives.ConvertSaturating<double, float>(sums, outputs);
        return outputs;
    }

    private static OnnxGraph RestOf(OnnxGraph graph, OnnxNode layer)
    {
        OnnxNode[] nodes = [.. graph.Nodes.SkipWhile(node => node != layer).Skip(1)];
        HashSet<string> used = [.. nodes.SelectMany(node => node.Inputs)];
        return graph with
        {
            Nodes = nodes,
            Initializers = [.. graph.Initializers.Where(constant => used.Contains(constant.Name))],
            Inputs = [new OnnxValue(layer.Outputs[0], OnnxElementType.Single, [null, graph.Initializer(layer.Inputs[2]).Shape[0]])],
        };
    }
}

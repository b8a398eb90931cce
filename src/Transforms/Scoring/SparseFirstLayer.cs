using System.Numerics.Tensors;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>Scaling and first layer of a network for rows that are mostly zero, computed from the numbers that are not.</summary>
/// <remarks>
/// A number x of feature j adds f(x)·W[j] to the bias. So do the few features whose zero is not 0 when scaled, where a row has none of
/// them: the same sum as in training, without large numbers that cancel out. Trainers store W by feature, [D, H], for such networks
/// alone, and so this is what the form of the graph tells.
/// </remarks>
internal sealed class SparseFirstLayer
{
    private readonly FeatureScaling _scaling;
    private readonly int[] _filled;
    private readonly OnnxTensor _weights;
    private readonly OnnxTensor _bias;

    private SparseFirstLayer(FeatureScaling scaling, OnnxTensor weights, OnnxTensor bias, OnnxGraph rest)
    {
        _scaling = scaling;
        _filled = scaling.FilledFeatures();
        _weights = weights;
        _bias = bias;
        Rest = rest;
    }

    /// <summary>The graph behind this layer: its input, [N, H], is the output of <see cref="Compute"/>.</summary>
    internal OnnxGraph Rest { get; }

    /// <summary>The first layer of a checked graph; <see langword="null"/> if it is one for dense rows.</summary>
    internal static SparseFirstLayer? Of(OnnxGraph graph)
    {
        if (FeatureScaling.FromOnnx(graph) is not var (scaling, edge))
        {
            return null;
        }
        OnnxNode? layer = graph.Nodes.FirstOrDefault(node => node.Inputs.Contains(edge));
        return layer is { OperatorType: "Gemm", Attributes.Count: 0 } && layer.Inputs[0] == edge && !graph.Outputs.Any(output => output.Name == layer.Outputs[0])
            ? new SparseFirstLayer(scaling, graph.Initializer(layer.Inputs[1]), graph.Initializer(layer.Inputs[2]), graph.Behind(layer, graph.Initializer(layer.Inputs[2]).Shape[0]))
            : null;
    }

    /// <summary>The outputs of the layer, shape [H], for a row of features, shape [D].</summary>
    internal void Compute(in VBuffer<float> features, Span<float> outputs)
    {
        _bias.Singles.CopyTo(outputs);
        ReadOnlySpan<float> values = features.GetValues();
        int filled = 0;
        for (int index = 0; index < values.Length; index++)
        {
            if (values[index] != 0)
            {
                int feature = features.IsDense ? index : features.GetIndices()[index];
                filled = AddZeros(filled, feature, outputs);
                Add(feature, values[index], outputs);
            }
        }
        AddZeros(filled, int.MaxValue, outputs);
    }

    /// <summary>Adds the filled features, from one of them on, that a row does not have before a feature; returns which comes behind it.</summary>
    private int AddZeros(int filled, int feature, Span<float> outputs)
    {
        for (; filled < _filled.Length && _filled[filled] <= feature; filled++)
        {
            if (_filled[filled] < feature)
            {
                Add(_filled[filled], 0, outputs);
            }
        }
        return filled;
    }

    private void Add(int feature, float value, Span<float> outputs)
    {
        float scaled = _scaling.Of(value, feature);
        if (scaled != 0)
        {
            TensorPrimitives.MultiplyAdd(_weights.Singles.Slice(feature * outputs.Length, outputs.Length), scaled, outputs, outputs);
        }
    }
}

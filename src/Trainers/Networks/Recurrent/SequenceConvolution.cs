using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Convolutions over several numbers of steps side by side, with zeros around the row, and ReLU behind them (Kim 2014, arXiv 1408.5882).</summary>
/// <remarks>Weights are held as [out, steps, in], the order of memory of the steps, and told to ONNX as [out, in, 1, steps].</remarks>
internal sealed class SequenceConvolution : ISequenceLayer
{
    private static readonly long[] s_channelsFirst = [0, 3, 1, 2];

    private readonly int _inputs;
    private readonly int _outputs;
    private readonly Weight[] _weights;
    private readonly Weight[] _biases;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="inputs">The numbers of a step.</param>
    /// <param name="outputs">The outputs of each convolution.</param>
    /// <param name="kernels">The steps that each looks at.</param>
    /// <param name="generator">Draws the initial weights.</param>
    internal SequenceConvolution(string name, int inputs, int outputs, int[] kernels, Generator generator)
    {
        _inputs = inputs;
        _outputs = outputs;
        _weights = [.. kernels.Select(kernel => new Weight(
            $"{name}.{kernel}.weight",
            empty(outputs, 1, kernel, inputs).normal_(0, Math.Sqrt(2.0 / (kernel * inputs)), generator),
            WeightGroup.Matrix,
            s_channelsFirst))];
        _biases = [.. kernels.Select(kernel => new Weight($"{name}.{kernel}.bias", zeros(outputs), WeightGroup.Free))];
    }

    public IReadOnlyList<Weight> Weights => [.. _weights, .. _biases];

    public int Outputs => _outputs * _weights.Length;

    public Sequences Forward(Sequences input, bool training)
    {
        Tensor image = input.Zeroed.unsqueeze(1).permute(s_channelsFirst); // [B, D, 1, T], in memory with the channels last
        Tensor[] outputs = [.. _weights.Zip(_biases, (weight, bias) => Convolved(image, weight, bias))];
        Tensor joined = outputs.Length == 1 ? outputs[0] : cat(outputs, 1);
        return input with { Values = joined.relu_().squeeze(2).transpose(1, 2) };
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask)
    {
        string zeroed = mask?.Zeroed(graph, input) ?? input;
        string channelsFirst = graph.Node("Transpose", [zeroed], OnnxAttribute.Of("perm", [0, 2, 1]));
        string image = graph.Node("Reshape", [channelsFirst, graph.Constant([0, _inputs, 1, -1])]);
        string[] outputs = [.. _weights.Zip(_biases, (weight, bias) => Convolved(graph, image, weight, bias))];
        string joined = outputs.Length == 1 ? outputs[0] : graph.Node("Concat", outputs, OnnxAttribute.Of("axis", 1L));
        string rows = graph.Node("Reshape", [graph.Node("Relu", [joined]), graph.Constant([0, Outputs, -1])]);
        return graph.Node("Transpose", [rows], OnnxAttribute.Of("perm", [0, 2, 1]));
    }

    private static Tensor Convolved(Tensor image, Weight weight, Weight bias)
    {
        long kernel = weight.Value.size(2);
        Tensor padded = kernel % 2 == 1 ? image : nn.functional.pad(image, [0, 1]);
        return nn.functional.conv2d(
            padded, weight.In(image.dtype).permute(s_channelsFirst), bias.In(image.dtype), padding: [0, (kernel - 1) / 2]);
    }

    private static string Convolved(OnnxGraphBuilder graph, string image, Weight weight, Weight bias)
    {
        long kernel = weight.Value.size(2);
        return graph.Node(
            "Conv",
            [image, weight.ToOnnx(graph), bias.ToOnnx(graph)],
            OnnxAttribute.Of("kernel_shape", 1, kernel),
            OnnxAttribute.Of("strides", 1, 1),
            OnnxAttribute.Of("pads", 0, (kernel - 1) / 2, 0, kernel / 2),
            OnnxAttribute.Of("group", 1L));
    }
}

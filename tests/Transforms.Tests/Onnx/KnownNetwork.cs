using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Graphs of the size of networks that people train on images and time series.</summary>
internal sealed class KnownNetwork
{
    private readonly OnnxGraphBuilder _graph = new();
    private long[] _shape; // of the edge that was written last: channels, height, width

    private KnownNetwork(params long[] shape) => _shape = shape;

    /// <summary>He et al. 2016, CVPR: basic blocks, of as many per stage as there are.</summary>
    internal static OnnxGraph ResNet18(long size, bool isMirrored = false) => new KnownNetwork(3, size, size).Build(
        network => network.Stages(network.MaxPool(network.ConvBlock(network.Input(isMirrored), 64, [7, 7], 2), [3, 3], 2), [64, 128, 256, 512], 2), isMirrored);

    /// <summary>He et al. 2016, CVPR, for CIFAR-10: 6n + 2 layers with n = 3.</summary>
    internal static OnnxGraph ResNet20(long size) => new KnownNetwork(3, size, size).Build(
        network => network.Stages(network.ConvBlock(network.Input(), 16, [3, 3], 1), [16, 32, 64], 3));

    /// <summary>Two convolutions and a pooling per stage.</summary>
    internal static OnnxGraph Plain(long size, params long[] stages) => new KnownNetwork(3, size, size).Build(network => stages.Aggregate(
        network.Input(), (edge, channels) => network.MaxPool(network.ConvBlock(network.ConvBlock(edge, channels, [3, 3], 1), channels, [3, 3], 1), [2, 2], 2)));

    /// <summary>Wang, Yan and Oates 2017, IJCNN.</summary>
    internal static OnnxGraph Fcn(long channels, long length) => new KnownNetwork(channels, 1, length).Build(network =>
        network.ConvBlock(network.ConvBlock(network.ConvBlock(network.Input(), 128, [1, 8], 1), 256, [1, 5], 1), 128, [1, 3], 1));

    /// <summary>Fawaz et al. 2020, DMKD 34: six modules, with a shortcut over each three.</summary>
    internal static OnnxGraph InceptionTime(long channels, long length) => new KnownNetwork(channels, 1, length).Build(network =>
    {
        string edge = network.Input(), shortcut = edge;
        long[] shape = network._shape; // of the shortcut
        for (int module = 0; module < 6; module++)
        {
            edge = network.Inception(edge, 32);
            if (module % 3 == 2)
            {
                network._shape = shape;
                edge = shortcut = network.Node("Relu", network.Node("Add", edge, network.Normalized(network.Conv(shortcut, 128, [1, 1], 1))));
                shape = network._shape;
            }
        }
        return edge;
    });

    private OnnxGraph Build(Func<KnownNetwork, string> write, bool isMirrored = false)
    {
        string pooled = _graph.Node("Flatten", [_graph.Node("GlobalAveragePool", [write(this)])], OnnxAttribute.Of("axis", 1L));
        string score = _graph.Node("Gemm", [pooled, Constant(_shape[0], 10), Constant(10)]);
        if (isMirrored)
        {
            score = _graph.Node("ReduceMean", [_graph.Node("Reshape", [score, _graph.Constant([-1, 2, 10])])], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 0L));
        }
        _graph.Output(DeepGraph.Score, score, 10);
        return _graph.Build("network");
    }

    /// <summary>Scaled features as images, or as images and their mirror images.</summary>
    private string Input(bool isMirrored = false)
    {
        long width = _shape[0] * _shape[1] * _shape[2];
        string scaled = FeatureScaling.ToOnnx(
            _graph, _graph.Input(DeepGraph.Input, width), OnnxTensor.Of(FeatureScaling.MedianName, new float[width], width), OnnxTensor.Of(FeatureScaling.ScaleName, new float[width], width));
        string image = _graph.Node("Reshape", [scaled, _graph.Constant([-1, .. _shape])]);
        if (!isMirrored)
        {
            return image;
        }
        string mirror = _graph.Node("Slice", [image, _graph.Constant([-1]), _graph.Constant([long.MinValue]), _graph.Constant([3]), _graph.Constant([-1])]);
        return _graph.Node("Reshape", [_graph.Node("Concat", [image, mirror], OnnxAttribute.Of("axis", 1L)), _graph.Constant([-1, .. _shape])]);
    }

    private string Stages(string edge, long[] stages, int blocks)
    {
        foreach (long channels in stages)
        {
            for (int block = 0; block < blocks; block++)
            {
                edge = Residual(edge, channels, stride: block == 0 && channels != stages[0] ? 2 : 1);
            }
        }
        return edge;
    }

    private string Residual(string edge, long channels, long stride)
    {
        long[] shape = _shape;
        string wide = stride == 1 ? edge : Normalized(Conv(edge, channels, [1, 1], stride));
        _shape = shape;
        return Node("Relu", Node("Add", Normalized(Conv(ConvBlock(edge, channels, [3, 3], stride), channels, [3, 3], 1)), wide));
    }

    private string Inception(string edge, long filters)
    {
        long[] shape = _shape;
        string narrow = Conv(edge, filters, [1, 1], 1);
        List<string> branches = [.. ((long[])[39, 19, 9]).Select(kernel => Conv(narrow, filters, [1, kernel], 1))];
        _shape = shape;
        branches.Add(Conv(MaxPool(edge, [1, 3], 1), filters, [1, 1], 1));
        _shape = [branches.Count * filters, .. shape[1..]];
        return Node("Relu", Normalized(_graph.Node("Concat", [.. branches], OnnxAttribute.Of("axis", 1L))));
    }

    private string ConvBlock(string edge, long filters, long[] kernel, long stride) => Node("Relu", Normalized(Conv(edge, filters, kernel, stride)));

    private string Conv(string edge, long filters, long[] kernel, long stride)
    {
        string weights = Constant([filters, _shape[0], .. kernel]);
        return Window("Conv", [edge, weights], filters, kernel, stride, OnnxAttribute.Of("group", 1L));
    }

    private string MaxPool(string edge, long[] kernel, long stride) => Window("MaxPool", [edge], _shape[0], kernel, stride);

    /// <summary>A window whose output has the size of its input, divided by the stride.</summary>
    private string Window(string operatorType, string[] inputs, long channels, long[] kernel, long stride, params OnnxAttribute[] more)
    {
        long[] before = [.. kernel.Select(size => (size - 1) / 2)], after = [.. kernel.Select(size => size / 2)], strides = [kernel[0] == 1 && _shape[1] == 1 ? 1 : stride, stride];
        _shape = [channels, .. Enumerable.Range(0, 2).Select(axis => ((before[axis] + _shape[axis + 1] + after[axis] - kernel[axis]) / strides[axis]) + 1)];
        return _graph.Node(
            operatorType, inputs, [OnnxAttribute.Of("kernel_shape", kernel), OnnxAttribute.Of("strides", strides), OnnxAttribute.Of("pads", [.. before, .. after]), .. more]);
    }

    private string Normalized(string edge) =>
        _graph.Node("BatchNormalization", [edge, Constant(_shape[0]), Constant(_shape[0]), Constant(_shape[0]), Constant(_shape[0])], OnnxAttribute.Of("epsilon", 1e-5f));

    private string Node(string operatorType, params string[] inputs) => _graph.Node(operatorType, inputs);

    private string Constant(params long[] shape) =>
        _graph.Constant(OnnxTensor.Of($"weight of {Guid.NewGuid()}", new float[shape.Aggregate(1L, (product, size) => product * size)], shape));
}

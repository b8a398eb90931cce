using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A network on features as a small image that has each operator of images, and outputs that are easily computed by hand.</summary>
internal static class ToyImage
{
    /// <summary>A graph for images of one channel and [N, height · width] features. Its score, [N, width - 1], is the mean over the image and its mirror image.</summary>
    /// <remarks>The filter adds a place and ten times that to its right; of each column, the largest counts. The rest changes nothing.</remarks>
    internal static OnnxGraph Graph(long height, long width)
    {
        OnnxGraphBuilder graph = new();
        long[] shape = [-1, 1, height, width];
        string image = graph.Node("Reshape", [graph.Input(DeepGraph.Input, height * width), graph.Constant(shape)]);
        string last = graph.Constant([-1]), mirror = graph.Node("Slice", [image, last, graph.Constant([long.MinValue]), graph.Constant([3]), last]);
        string both = graph.Node("Reshape", [graph.Node("Concat", [image, mirror], OnnxAttribute.Of("axis", 1L)), graph.Constant(shape)]);
        string filter = graph.Constant(OnnxTensor.Of("filter", [1f, 10], 1, 1, 1, 2)), bias = graph.Constant(OnnxTensor.Of("bias", [0.5f], 1));
        string filtered = graph.Node("Conv", [both, filter, bias], [.. Window(1, 2), OnnxAttribute.Of("group", 1L)]);
        string[] moments = [.. ((float[])[1, -0.5f, 0, 0.75f]).Select((value, index) => graph.Constant(OnnxTensor.Of($"moment {index}", [value], 1)))];
        string normalized = graph.Node("Relu", [graph.Node("BatchNormalization", [filtered, .. moments], OnnxAttribute.Of("epsilon", 0.25f))]);
        string highest = graph.Node("MaxPool", [normalized], Window(height, 1)); // [2·N, 1, 1, width - 1]
        string turned = graph.Node("Transpose", [highest], OnnxAttribute.Of("perm", 0, 3, 2, 1)); // a column is a channel
        string pooled = graph.Node("AveragePool", [graph.Node("GlobalAveragePool", [turned])], [.. Window(1, 1), OnnxAttribute.Of("count_include_pad", 0L)]);
        string columns = graph.Node("Flatten", [pooled], OnnxAttribute.Of("axis", 1L));
        string views = graph.Node("Reshape", [columns, graph.Constant([-1, 2, width - 1])]);
        graph.Output(DeepGraph.Score, graph.Node("ReduceMean", [views], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 0L)), width - 1);
        return graph.Build("image");
    }

    private static OnnxAttribute[] Window(long height, long width) =>
        [OnnxAttribute.Of("kernel_shape", height, width), OnnxAttribute.Of("strides", 1, 1), OnnxAttribute.Of("pads", 0, 0, 0, 0)];
}

using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Images for layers of maps, in the order of memory that a fit has them in.</summary>
internal static class Maps
{
    /// <summary>Random images, shape [rows, C, height, width], with the channels last in memory.</summary>
    internal static Tensor Random(ImageMap map, int rows, FitRandom random) =>
        randn([rows, map.Height, map.Width, map.Channels], generator: random.Host).permute(0, 3, 1, 2);

    /// <summary>Images as rows of a graph, channel after channel, shape [rows, C · height · width].</summary>
    internal static Tensor Flat(Tensor images) => images.contiguous().flatten(1);

    /// <summary>The bytes of a graph that makes images of flat rows and puts them through a layer.</summary>
    internal static byte[] Graph(ImageMap map, ILayer layer, long outputs) => OnnxRun.Graph(map.Numbers, outputs, (graph, input) =>
    {
        string images = graph.Node("Reshape", [input, graph.Constant([-1L, map.Channels, map.Height, map.Width])]);
        return graph.Node("Flatten", [layer.ToOnnx(graph, images)], OnnxAttribute.Of("axis", 1L));
    });

    internal static bool IsChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).is_contiguous();

    /// <summary>Moves scales, biases and running averages away from where they begin, as training does.</summary>
    internal static void Shake(IEnumerable<Weight> weights, FitRandom random)
    {
        using IDisposable noGradient = no_grad();
        foreach (Weight weight in weights.Where(weight => weight.Group != WeightGroup.Matrix))
        {
            weight.Value.add_(random.Between(-0.3, 0.3, weight.Value.shape));
        }
    }
}

using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>The graph of a network, from raw features to scores.</summary>
internal static class NetworkGraph
{
    private const long MaximumBytes = int.MaxValue - (1 << 20); // protobuf's limit, without room for nodes and names

    /// <summary>Says before training what else the export would say after it.</summary>
    internal static void CheckSize(Network network)
    {
        long bytes = network.StoredCount * sizeof(float);
        if (bytes > MaximumBytes)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"The network does not fit in an ONNX file: protobuf allows 2 GB, the network's {network.StoredCount:N0} numbers need {bytes:N0} bytes. Use smaller layers or fewer feature slots."));
        }
    }

    /// <summary>Says before training what opening the model would say after it: that a row has too many numbers between the layers, for example.</summary>
    internal static void Check(Network network, TrainingTask task, IFeatureRows features)
    {
        try
        {
            features.Check(new OnnxModel { Graph = Of(network, task, features) });
        }
        catch (FormatException refusal)
        {
            throw new InvalidOperationException($"The network is larger than a model may be. Use smaller images, or fewer steps, layers or channels. {refusal.Message}", refusal);
        }
    }

    internal static OnnxGraph Of(Network network, TrainingTask task, IFeatureRows features)
    {
        using IDisposable noGradient = no_grad();
        OnnxGraphBuilder graph = new();
        task.ToOnnx(graph, network.ToOnnx(graph, features.ToOnnx(graph)), features.OutputAxes);
        return graph.Build("MLNetDeep");
    }
}

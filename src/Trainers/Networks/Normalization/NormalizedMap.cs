using System.Runtime.Intrinsics;
using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Batch normalization of a map with the pooling and the ReLU that follow it, if they do: in training in two passes over the memory, and two for the gradient.</summary>
/// <remarks>
/// Each channel is scaled by one factor, so that pooling may come before it, and only what is left needs to be normalized. LibTorch's operations take about
/// thirteen passes (eng/decisions/0010); they are used on other devices, for numbers of channels that no vectors fit, and in scoring.
/// </remarks>
internal sealed class NormalizedMap(BatchNormalizationLayer normalization, MaxPooling? pooling, ActivationLayer? rectifier) : ILayer
{
    private readonly LayerStack _layers = new([.. new ILayer?[] { normalization, pooling, rectifier }.OfType<ILayer>()]);

    public IReadOnlyList<Weight> Weights => _layers.Weights;

    public double OperationsPerRow => _layers.OperationsPerRow;

    public long WidestOutput => _layers.WidestOutput;

    /// <summary>Joins each normalization with the layers behind it that it can do the work of.</summary>
    internal static IReadOnlyList<ILayer> Join(IReadOnlyList<ILayer> layers)
    {
        List<ILayer> joined = [];
        for (int index = 0; index < layers.Count; index++)
        {
            joined.Add(layers[index] is BatchNormalizationLayer normalization
                ? new NormalizedMap(
                    normalization,
                    Next<MaxPooling>(layers, ref index, pooling => pooling.IsHalving),
                    Next<ActivationLayer>(layers, ref index, activation => activation.Activation == Activation.Relu))
                : layers[index]);
        }
        return joined;
    }

    public Tensor Forward(Tensor input, bool training)
    {
        if (!training || normalization.IsFrozen || !CanJoin(input))
        {
            return _layers.Forward(input, training);
        }
        NormalizedBatch batch;
        using (no_grad())
        {
            batch = new NormalizedBatch(input, normalization, pooling, rectifies: rectifier is not null);
            normalization.Follow(batch.Moments);
        }
        return MapNormalization.Outputs(batch, input, normalization.Scale, normalization.Bias);
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input) => _layers.ToOnnx(graph, input);

    /// <summary>Steps to the next layer, if it is one that fits.</summary>
    private static T? Next<T>(IReadOnlyList<ILayer> layers, ref int index, Predicate<T> fits)
        where T : class, ILayer
    {
        T? next = layers.ElementAtOrDefault(index + 1) as T;
        if (next is null || !fits(next))
        {
            return null;
        }
        index++;
        return next;
    }

    /// <summary>Whether the kernels know such maps, and whether nobody else needs the memory of the values, in which the gradient will be: it is another layer's output.</summary>
    private static bool CanJoin(Tensor input)
    {
        bool fits = input.size(1) % Vector512<float>.Count == 0 && input.numel() > input.size(1); // one value has no variance
        if (!fits || !input.requires_grad || input.is_leaf || input.device_type != DeviceType.CPU || !TrainingScript.IsWanted)
        {
            return false;
        }
        using Tensor channelsLast = input.permute(0, 2, 3, 1);
        return channelsLast.is_contiguous() && input.dtype switch
        {
            ScalarType.Float32 => Vector256.IsHardwareAccelerated,
            ScalarType.BFloat16 => Vector512.IsHardwareAccelerated,
            _ => false,
        };
    }
}

using MLNetDeep.Onnx;
using TorchSharp.Modules;

namespace MLNetDeep.Networks;

/// <summary>Collects layers as TorchSharp's modules say, and keeps the shape of a row behind the last.</summary>
/// <param name="features">What the layers will get; makes the first of them.</param>
/// <param name="keepsWeights">Whether layers begin with the weights of their modules.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class TorchLayers(ITabularBatches features, bool keepsWeights, FitRandom random)
{
    private readonly List<ILayer> _layers = [];

    internal IReadOnlyList<ILayer> All => _layers;

    internal RowShape Shape { get; private set; } = RowShape.OfNumbers(features.Width);

    /// <summary>Whether what comes next gets the features themselves.</summary>
    private bool IsFirst => _layers.All(layer => layer is DropoutLayer);

    /// <summary>Adds what computes as a module does.</summary>
    /// <returns>Why no layer does; <see langword="null"/> if one was added.</returns>
    internal TorchRefusal? Add(string name, nn.Module module)
    {
        if (module is not (Linear or Dropout or Identity or Flatten) && IsFirst && features.ToDense() is { } dense)
        {
            _layers.Add(dense);
        }
        TorchStep step = OfNumbers(name, module) ?? TorchMaps.Of(name, module, Shape, random)
            ?? TorchStep.Refused(name, module, $"cannot be exported to ONNX by this library, with these parameters and for rows of {Shape}");
        if (step.Refusal is null)
        {
            Add(step, module);
        }
        return step.Refusal;
    }

    private void Add(TorchStep step, nn.Module module)
    {
        Shape = step.Shape;
        if (step.Layer is { } layer)
        {
            _layers.Add(layer);
            if (keepsWeights && layer.Weights.Count > 0)
            {
                Keep(layer, module);
            }
        }
    }

    /// <summary>The layer of a module that takes rows of numbers, or of any shape.</summary>
    private TorchStep? OfNumbers(string name, nn.Module module) => (module, Shape) switch
    {
        (Linear linear, { IsNumbers: true }) => OfLinear(name, linear),
        (BatchNorm1d norm, { IsImage: false }) => OfNormalization(name, norm),
        (BatchNorm2d norm, { IsImage: true }) => OfNormalization(name, norm),
        (LayerNorm norm, { IsNumbers: true }) => OfNormalization(name, norm),
        (Identity or Dropout { p: 0 }, _) or (Flatten { start_dim: 1, end_dim: 1 or -1 }, { IsNumbers: true }) => new TorchStep(null, Shape),
        (Dropout dropout, _) => new TorchStep(new DropoutLayer(dropout.p, random), Shape),
        _ => ActivationOf(module) is { } activation ? new TorchStep(new ActivationLayer(activation), Shape) : null,
    };

    private static Activation? ActivationOf(nn.Module module) => module switch
    {
        ReLU => Activation.Relu,
        GELU { approximate: GELU.Approximate.none } => Activation.Gelu,
        SiLU => Activation.Silu,
        SELU => Activation.Selu,
        Mish => Activation.Mish,
        Tanh => Activation.Tanh,
        _ => null,
    };

    private TorchStep OfLinear(string name, Linear linear)
    {
        if (linear.in_features != Shape.Map.Channels)
        {
            return TorchStep.Mismatch(name, linear, $"takes {linear.in_features} numbers", Shape);
        }
        if (linear.bias is null)
        {
            return TorchStep.Refused(name, linear, "has no bias", "Make it with one.");
        }
        int inputs = (int)linear.in_features, outputs = (int)linear.out_features;
        ILayer layer = IsFirst ? features.FirstLayer(name, outputs, gain: Math.Sqrt(2), random.Host) : new Dense(name, inputs, outputs, gain: Math.Sqrt(2), random.Host);
        return new TorchStep(layer, RowShape.OfNumbers(outputs));
    }

    private TorchStep OfNormalization(string name, BatchNorm norm)
    {
        if (norm.num_features != Shape.Map.Channels)
        {
            return TorchStep.Mismatch(name, norm, $"takes {norm.num_features} of them", Shape);
        }
        bool isPlain = norm is { eps: BatchNormalizationLayer.Epsilon, momentum: BatchNormalizationLayer.Momentum, track_running_stats: true, affine: true };
        return isPlain ? new TorchStep(new BatchNormalizationLayer(name, Shape.Map.Channels), Shape) : NotPlain(name, norm);
    }

    private TorchStep OfNormalization(string name, LayerNorm norm)
    {
        if (norm.normalized_shape is not [long units] || units != Shape.Map.Channels)
        {
            return TorchStep.Mismatch(name, norm, $"takes [{string.Join(", ", norm.normalized_shape)}]", Shape);
        }
        bool isPlain = norm.eps == BatchNormalizationLayer.Epsilon && norm.named_parameters().Count() == 2;
        return isPlain ? new TorchStep(new LayerNormalizationLayer(name, Shape.Map.Channels), Shape) : NotPlain(name, norm);
    }

    private static TorchStep NotPlain(string name, nn.Module norm) => TorchStep.Refused(name, norm, "has other parameters than by default");

    /// <summary>Gives a layer the weights of its module, whose names are those behind its own.</summary>
    private static void Keep(ILayer layer, nn.Module module)
    {
        using IDisposable noGradient = no_grad();
        string prefix = layer.Weights[0].Name[..(layer.Weights[0].Name.LastIndexOf('.') + 1)];
        List<OnnxTensor> weights = [];
        foreach ((string name, Tensor value) in module.state_dict().Select(entry => (entry.Key, entry.Value)).Where(entry => entry.Value.is_floating_point()))
        {
            bool isByFeature = layer is SparseDense && value.dim() == 2, isKernelOfSignal = value.dim() == 3;
            using Tensor ordered = isByFeature ? value.t() : isKernelOfSignal ? value.unsqueeze(2) : value.alias(), whole = ordered.detach().cpu().contiguous();
            weights.Add(OnnxTensor.Of($"{prefix}{name}", whole.Elements<float>(), whole.shape));
        }
        layer.FromOnnx(new OnnxGraph("", [], weights, [], []));
    }
}

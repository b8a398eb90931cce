using MLNetDeep.Onnx;
using TorchSharp.Modules;

namespace MLNetDeep.Networks;

/// <summary>Collects layers as TorchSharp's modules say, and keeps the width behind the last.</summary>
/// <param name="features">What the layers will get; makes the first of them.</param>
/// <param name="keepsWeights">Whether layers begin with the weights of their modules.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class TorchLayers(ITabularBatches features, bool keepsWeights, FitRandom random)
{
    private readonly List<ILayer> _layers = [];

    internal IReadOnlyList<ILayer> All => _layers;

    internal int Width { get; private set; } = features.Width;

    /// <summary>Adds what computes as a module does.</summary>
    /// <exception cref="InvalidOperationException">No layer does, or the module takes another width.</exception>
    internal void Add(string name, nn.Module module)
    {
        switch (module)
        {
            case Linear linear: AddLinear(name, linear); break;
            case BatchNorm1d norm: AddNormalization(name, norm, norm.num_features, norm.eps, new BatchNormalizationLayer(name, Width)); break;
            case LayerNorm norm: AddNormalization(name, norm, norm.normalized_shape is [long units] ? units : -1, norm.eps, new LayerNormalizationLayer(name, Width)); break;
            case Dropout dropout: AddDropout(dropout.p); break;
            case Flatten or Identity: break; // of rows that are flat
            default: _layers.Add(new ActivationLayer(ActivationOf(name, module))); break;
        }
    }

    private static Activation ActivationOf(string name, nn.Module module) => module switch
    {
        ReLU => Activation.Relu,
        GELU => Activation.Gelu,
        SiLU => Activation.Silu,
        SELU => Activation.Selu,
        Mish => Activation.Mish,
        Tanh => Activation.Tanh,
        _ => throw Refused(name, module, "cannot be exported to ONNX by this library", "Use Linear, BatchNorm1d, LayerNorm, Dropout, ReLU, GELU, SiLU, SELU, Mish, Tanh, Flatten or Identity; or Trainers.Cnn and Trainers.Rnn for images and sequences"),
    };

    private void AddLinear(string name, Linear linear)
    {
        CheckWidth(name, linear, linear.in_features);
        if (linear.bias is null)
        {
            throw Refused(name, linear, "has no bias", "Make it with one");
        }
        int outputs = (int)linear.out_features;
        ILayer layer = _layers.Any(before => before is not DropoutLayer)
            ? new Dense(name, Width, outputs, gain: Math.Sqrt(2), random.Host)
            : features.FirstLayer(name, outputs, gain: Math.Sqrt(2), random.Host);
        Width = outputs;
        Keep(layer, linear, isByFeature: layer is SparseDense);
    }

    private void AddNormalization(string name, nn.Module module, long units, double epsilon, ILayer layer)
    {
        CheckWidth(name, module, units);
        if (epsilon != BatchNormalizationLayer.Epsilon || module.named_parameters().Count() != 2)
        {
            throw Refused(name, module, "has another eps than 1e-5, or no weights", "Use its defaults");
        }
        Keep(layer, module, isByFeature: false);
    }

    private void AddDropout(double probability)
    {
        if (probability > 0)
        {
            _layers.Add(new DropoutLayer(probability, random));
        }
    }

    /// <summary>Adds a layer, with the weights of its module if they are kept.</summary>
    /// <param name="layer">The layer, whose weights have the module's names behind its own.</param>
    /// <param name="module">The module.</param>
    /// <param name="isByFeature">Whether the graph has the layer's matrix by feature.</param>
    private void Keep(ILayer layer, nn.Module module, bool isByFeature)
    {
        _layers.Add(layer);
        if (!keepsWeights)
        {
            return;
        }
        using IDisposable noGradient = no_grad();
        List<OnnxTensor> weights = [];
        foreach ((string name, Tensor value) in module.state_dict().Select(entry => (entry.Key, entry.Value)).Where(entry => entry.Value.is_floating_point()))
        {
            using Tensor ordered = isByFeature && value.dim() == 2 ? value.t() : value.alias(), whole = ordered.detach().cpu().contiguous();
            weights.Add(OnnxTensor.Of($"{NameOf(layer)}.{name}", whole.Elements<float>(), whole.shape));
        }
        layer.FromOnnx(new OnnxGraph("", [], weights, [], []));
    }

    private static string NameOf(ILayer layer) => layer.Weights[0].Name[..layer.Weights[0].Name.LastIndexOf('.')];

    private void CheckWidth(string name, nn.Module module, long expected)
    {
        if (expected != Width)
        {
            throw Refused(name, module, $"takes {expected} numbers, where {Width} come", "Give it that width");
        }
    }

    private static InvalidOperationException Refused(string name, nn.Module module, string what, string remedy) =>
        new($"Layer '{name}' of Network, a {module.GetType().Name}, {what}. {remedy}.");
}

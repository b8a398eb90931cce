using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>The network of a model for sequences of any length, built again from its graph, for what LibTorch says of single rows.</summary>
internal sealed class StoredSequenceNetwork
{
    private const int Padding = 3; // steps behind a row, which are not looked at

    private readonly RobustScaling _scaling;
    private readonly Network _network;
    private readonly bool _isText;
    private readonly int _width;

    internal StoredSequenceNetwork(DeepTransformer model)
    {
        _isText = model.Model.Description.Sequence == SequenceKind.Tokens;
        _width = _isText ? 1 : model.Model.FeatureCount;
        RnnOptions options = (RnnOptions)model.Options;
        SequenceShape shape = new(SequenceForm.Of(_isText ? SequenceKind.Tokens : SequenceKind.Numbers, _width, options), _isText ? model.Model.FeatureCount : 0, Steps: null);
        SequenceBatches oneStep = new(new DenseBatches(zeros(1, _width)), tensor([0L, 1L]), shape, CPU);
        using FitRandom random = new(1, CPU);
        _scaling = new RobustScaling(zeros(_width), zeros(_width));
        _network = new Network(_isText ? new NoScaling() : _scaling, Rnn.Layers(options, oneStep, 1, random), CPU);
        _network.FromOnnx(OnnxReader.Read(model.Model.Graph).Graph);
    }

    /// <summary>The raw output.</summary>
    internal float Score(float[] row) => _network.Forward(Padded(row), training: false).item<float>();

    /// <summary>The weights of the steps in the pooling, shape [T].</summary>
    internal Tensor StepWeights(float[] row)
    {
        int pooling = _network.Layers.Index().First(layer => layer.Item is SequenceNetwork).Index;
        Tensor steps = _network.Layers.Take(pooling).Aggregate(Padded(row), (values, layer) => layer.Forward(values, training: false));
        return ((SequenceNetwork)_network.Layers[pooling]).StepWeights(steps)![0].narrow(0, 0, row.Length / _width);
    }

    /// <summary>Shape [1, T, D], or of tokens [1, T].</summary>
    private Tensor Padded(float[] row) => _isText
        ? cat([tensor(row, 1, row.Length).to(ScalarType.Int64), full(1, Padding, -1L)], 1)
        : cat([_scaling.Forward(tensor(row, 1, row.Length / _width, _width), training: false), full(1, Padding, _width, float.NaN)], 1);
}

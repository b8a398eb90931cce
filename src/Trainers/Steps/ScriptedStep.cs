using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>A training step of a dense network in one call of <see cref="DenseScript"/>: what <see cref="LayeredStep"/> does in many.</summary>
internal sealed class ScriptedStep : ITrainingStep
{
    private readonly (DropoutLayer Layer, long Width)[] _dropouts;
    private readonly Tensor _kinds;
    private readonly Tensor[] _copies;
    private readonly Tensor[] _weights;
    private readonly Tensor[] _gradients;
    private readonly Tensor _allGradients;
    private readonly AdamW _optimizer;
    private readonly TrainingTask _task;
    private readonly Scalar _taskKind;
    private readonly Scalar _clipNorm;
    private readonly Scalar _weightDecay;

    private ScriptedStep(Network network, long[] kinds, TrainingTask task, DeepTrainerOptions options)
    {
        _kinds = tensor(kinds);
        _dropouts = [.. Dropouts(network.Layers)];
        _copies = Copies(network);
        _weights = [.. network.Layers.SelectMany(layer => layer.Weights.Select(weight => Computing(layer, weight)))];
        _gradients = [.. network.Layers.SelectMany(layer => layer.Weights).Select(weight => weight.Value.grad ?? weight.Value.detach())]; // the latter, of running averages, stays as it is
        _allGradients = network.Weights.Gradients;
        _optimizer = new AdamW(network.Weights, options.WeightDecay);
        _task = task;
        _taskKind = (long)task.Kind;
        _clipNorm = options.GradientClipNorm;
        _weightDecay = options.WeightDecay;
    }

    public IReadOnlyList<IOptimizer> Optimizers => [_optimizer];

    /// <summary>The step, if the script knows all layers of the network, the loss and the optimizer.</summary>
    internal static ScriptedStep? Of(Network network, TrainingTask task, DeepTrainerOptions options)
    {
        long?[] kinds = [.. network.Layers.Select(KindOf)];
        bool isKnown = task is { HasPlainLoss: true, Kind: <= TaskKind.Regression } && options is { Optimizer: Optimizer.AdamW, BatchesPerStep: 1 } && !network.IsFrozenInPart && kinds.All(kind => kind is not null);
        return isKnown && TrainingScript.IsAvailable(network.Weights.Values.device)
            ? new ScriptedStep(network, [.. kinds.Select(kind => kind!.Value)], task, options)
            : null;
    }

    public Tensor Take(Batch batch, double learningRate)
    {
        using IDisposable noGradient = no_grad();
        long rows = batch.Targets.size(0);
        Tensor?[] rowWeights = [batch.Weights, _task.FactorsOf(batch.Targets)];
        Tensor[] masks = [.. _dropouts.Select(dropout => dropout.Layer.Mask(rows, dropout.Width))];
        using Scalar rate = learningRate;
        Tensor loss = TrainingScript.Run(
            "step",
            [
                _kinds, batch.Features, batch.Targets, rowWeights.OfType<Tensor>().ToArray(), masks, _weights, _gradients, _copies, _taskKind, _allGradients, _clipNorm,
                .. _optimizer.Arguments, rate, _weightDecay,
            ])[0];
        _optimizer.EndStep();
        return loss;
    }

    private static long? KindOf(ILayer layer) => layer switch
    {
        Dense => DenseScript.Dense,
        BatchNormalizationLayer => DenseScript.BatchNormalization,
        LayerNormalizationLayer => DenseScript.LayerNormalization,
        DropoutLayer => DenseScript.Dropout,
        ActivationLayer { Activation: <= Activation.Tanh } activation => DenseScript.FirstActivation + (long)activation.Activation,
        _ => null,
    };

    /// <summary>The dropout layers with the width of their inputs, in order.</summary>
    private static IEnumerable<(DropoutLayer Layer, long Width)> Dropouts(IReadOnlyList<ILayer> layers)
    {
        long width = layers.OfType<Dense>().First().Inputs;
        foreach (ILayer layer in layers)
        {
            width = layer is Dense dense ? dense.Outputs : width;
            if (layer is DropoutLayer dropout)
            {
                yield return (dropout, width);
            }
        }
    }

    /// <summary>The trained weights and, behind them, a buffer of the precision to compute with; none for single precision.</summary>
    private static Tensor[] Copies(Network network)
    {
        Tensor trained = network.Weights.Values.narrow(0, 0, network.Weights.TrainedCount);
        return network.Precision == ScalarType.Float32 ? [] : [trained, trained.to(network.Precision)];
    }

    /// <summary>What a layer computes with: dense ones with the converted weights, where there are such.</summary>
    private Tensor Computing(ILayer layer, Weight weight) =>
        layer is Dense && _copies is [_, Tensor converted]
            ? converted.narrow(0, weight.Value.storage_offset(), weight.Value.numel()).view(weight.Value.shape)
            : weight.Value.detach();
}

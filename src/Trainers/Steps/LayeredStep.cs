using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>A training step of any network, layer by layer: forward, backward by autograd, clip, optimize.</summary>
internal sealed class LayeredStep(Network network, TrainingTask task, DeepTrainerOptions options, BatchMix? mix) : ITrainingStep
{
    private readonly FlatWeights _weights = network.Weights;
    private readonly AdamW _optimizer = new(network.Weights, options.WeightDecay);
    private readonly RowAdam[] _rowOptimizers = [.. network.Tables.Select(table => new RowAdam(table))];

    public Tensor Take((Tensor Features, Tensor Targets, Tensor? Weights) batch, double learningRate)
    {
        Tensor losses = Losses(batch.Features, batch.Targets);
        Tensor loss = (batch.Weights is null ? losses : losses * batch.Weights).mean();
        _weights.Gradients.zero_();
        loss.backward();
        using IDisposable noGradient = no_grad();
        if (options.GradientClipNorm > 0)
        {
            GradientClip.Apply([_weights.Gradients, .. network.Tables.Select(table => table.Gradient)], options.GradientClipNorm);
        }
        _optimizer.Step(learningRate);
        foreach (RowAdam optimizer in _rowOptimizers)
        {
            optimizer.Step(learningRate);
        }
        return loss.detach();
    }

    /// <summary>The losses of the rows, shape [B], with gradient; of mixed rows in proportion.</summary>
    private Tensor Losses(Tensor features, Tensor targets)
    {
        if (mix is null)
        {
            return task.RowLosses(network.Forward(features, training: true), targets);
        }
        (Tensor mixed, Tensor partners, double share) = mix.Mix(features);
        using Scalar own = share, other = 1 - share;
        Tensor outputs = network.Forward(mixed, training: true);
        return (task.RowLosses(outputs, targets) * own).Plus(task.RowLosses(outputs, targets.index_select(0, partners)) * other);
    }
}

using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>A training step of any network, layer by layer: forward, backward by autograd, clip, optimize.</summary>
internal sealed class LayeredStep(Network network, TrainingTask task, DeepTrainerOptions options, BatchMix? mix) : ITrainingStep
{
    private readonly FlatWeights _weights = network.Weights;
    private readonly AdamW _optimizer = new(network.Weights, options.WeightDecay);
    private readonly RowAdam[] _rowOptimizers = [.. network.Tables.Select(table => new RowAdam(table))];

    public Tensor Take(Batch batch, double learningRate)
    {
        Tensor loss = Losses(batch).mean();
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

    /// <summary>The weighted losses of the targets, shape [M], with gradient; of mixed rows in proportion.</summary>
    private Tensor Losses(Batch batch)
    {
        if (mix is null)
        {
            return Weighted(batch.Targeted(network.Forward(batch.Features, training: true)), batch.Targets, batch.Weights);
        }
        (Tensor mixed, Tensor partners, double share) = mix.Mix(batch.Features);
        using Scalar own = share, other = 1 - share;
        Tensor outputs = network.Forward(mixed, training: true);
        Tensor losses = Weighted(outputs, batch.Targets, batch.Weights);
        Tensor lossesOfPartners = Weighted(outputs, batch.Targets.index_select(0, partners), batch.Weights?.index_select(0, partners));
        return (losses * own).Plus(lossesOfPartners * other);
    }

    private Tensor Weighted(Tensor outputs, Tensor targets, Tensor? weights)
    {
        Tensor losses = task.RowLosses(outputs, targets);
        return weights is null ? losses : losses * weights;
    }
}

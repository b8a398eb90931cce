using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>A training step of any network, layer by layer: forward, backward by autograd, clip, optimize.</summary>
internal sealed class LayeredStep(Network network, TrainingTask task, DeepTrainerOptions options, BatchMix? mix) : ITrainingStep
{
    private readonly FlatWeights _weights = network.Weights;
    private readonly IOptimizer[] _optimizers = [IOptimizer.Of(network.Weights, options), .. network.Tables.Select(table => IOptimizer.Of(table, options))];

    public IReadOnlyList<IOptimizer> Optimizers => _optimizers;

    public Tensor Take(Batch batch, double learningRate)
    {
        Tensor loss = Losses(batch).mean();
        if (batch.Part.Begins)
        {
            _weights.Gradients.zero_();
        }
        InShare(loss, batch.Part).backward();
        if (batch.Part.Ends)
        {
            Move(learningRate);
        }
        return loss.detach();
    }

    /// <summary>What a batch has of the mean loss of the step's rows.</summary>
    private static Tensor InShare(Tensor loss, StepPart part)
    {
        using Scalar share = part.Share;
        return part.IsWhole ? loss : loss.mul(share);
    }

    /// <summary>Moves the weights against the gradient.</summary>
    private void Move(double learningRate)
    {
        using IDisposable noGradient = no_grad();
        if (options.GradientClipNorm > 0)
        {
            GradientClip.Apply([_weights.Gradients, .. network.Tables.Select(table => table.Gradient)], options.GradientClipNorm);
        }
        foreach (IOptimizer optimizer in _optimizers)
        {
            optimizer.Step(learningRate);
        }
    }

    /// <summary>The weighted losses of the targets, shape [M], with gradient; of mixed rows in proportion.</summary>
    private Tensor Losses(Batch batch)
    {
        if (mix is null)
        {
            Tensor forAll = batch.Targeted(network.Forward(batch.Features, training: true));
            long members = forAll.size(0) / batch.Targets.size(0);
            return members == 1
                ? Weighted(forAll, batch.Targets, batch.Weights)
                : Weighted(forAll, batch.Targets.repeat_interleave(members), batch.Weights?.repeat_interleave(members));
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

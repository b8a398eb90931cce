#pragma warning disable RS0030 // a scope per step: what it computes is freed with it, also when it throws
namespace MLNetDeep;

/// <summary>Takes the steps of epochs. The only code that changes weights.</summary>
internal sealed class EpochSteps(Learning learning)
{
    private readonly ITrainingStep _step = ITrainingStep.Of(learning.Network, learning.Task, learning.Options, learning.Random);
    private readonly Batches _batches = Batches.Of(learning.Training.Count, learning.Options.BatchSize);

    /// <summary>What moves the weights.</summary>
    internal IReadOnlyList<IOptimizer> Optimizers => _step.Optimizers;

    /// <summary>The number of batches of an epoch.</summary>
    internal long Count => _batches.Count;

    /// <summary>The batch that begins the last step of an epoch.</summary>
    internal long LastStep => Batches.FirstOfStep(Count - 1, learning.Options.BatchesPerStep);

    /// <summary>The rows of a batch, to measure on.</summary>
    internal Rows Sample => learning.Training with { Indices = learning.Training.Indices.narrow(0, 0, _batches.Start(1)) };

    /// <summary>Learns from every row once, in random order.</summary>
    /// <param name="rateOf">The learning rate of a step, by the place of its first batch in the epoch.</param>
    /// <param name="goesOn">Whether to take one more step after the first.</param>
    /// <param name="taken">Is told of the mean loss of each batch, and whether weights have moved.</param>
    /// <returns>The mean loss of the rows.</returns>
    internal double Run(Func<long, double> rateOf, Func<bool> goesOn, Action<Tensor, bool>? taken = null)
    {
        Tensor order = learning.Training.Features.Arrange(learning.Training.Shuffled(learning.Random), _batches, learning.Random);
        Tensor lossSum = zeros([], ScalarType.Float64, order.device);
        long targets = 0;
        for (long batch = 0; batch < _batches.Count; batch++)
        {
            StepPart part = _batches.Part(batch, learning.Options.BatchesPerStep);
            if (batch > 0 && part.Begins && !goesOn())
            {
                break;
            }
            learning.Observer.CheckAlive();
            long first = _batches.Start(batch), count = _batches.Start(batch + 1) - first;
            using DisposeScope scope = NewDisposeScope();
            Batch rows = learning.Training.Batch(order, first, count) with { Part = part };
            Tensor loss = _step.Take(rows, rateOf(Batches.FirstOfStep(batch, learning.Options.BatchesPerStep)));
            using Scalar weight = rows.Targets.size(0);
            lossSum.add_(loss, weight);
            targets += rows.Targets.size(0);
            taken?.Invoke(loss, part.Ends);
        }
        return lossSum.item<double>() / targets;
    }
}

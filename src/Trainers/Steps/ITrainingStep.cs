using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>Learns from a batch.</summary>
internal interface ITrainingStep
{
    /// <summary>What moves the weights.</summary>
    IReadOnlyList<IOptimizer> Optimizers { get; }

    /// <summary>Moves the weights of a network against the gradient of a batch's mean loss, and returns that loss from before.</summary>
    /// <param name="batch">The rows to learn from.</param>
    /// <param name="learningRate">The step size.</param>
    /// <returns>A scalar without gradient.</returns>
    Tensor Take(Batch batch, double learningRate);

    /// <summary>The fastest step for a network.</summary>
    static ITrainingStep Of(Network network, TrainingTask task, DeepTrainerOptions options, FitRandom random) =>
        (ITrainingStep?)ScriptedStep.Of(network, task, options) ?? new LayeredStep(network, task, options, BatchMix.Of(options, random));
}

using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Moves weights against their gradients.</summary>
internal interface IOptimizer
{
    /// <summary>What it remembers of earlier steps.</summary>
    IReadOnlyList<Tensor> State { get; }

    /// <summary>The number of steps, where it counts them.</summary>
    long StepCount { get; set; }

    /// <param name="learningRate">The step size.</param>
    void Step(double learningRate);

    /// <summary>The optimizer that the options name, of weights that every step moves.</summary>
    static IOptimizer Of(FlatWeights weights, DeepTrainerOptions options) => options.Optimizer == Optimizer.AdamW
        ? new AdamW(weights, options.WeightDecay)
        : new NesterovSgd(weights, options.Momentum, options.WeightDecay);

    /// <summary>The same, of weights of which a step moves some rows.</summary>
    static IOptimizer Of(RowTable table, DeepTrainerOptions options) => options.Optimizer == Optimizer.AdamW
        ? new RowAdam(table)
        : new RowSgd(table, options.Momentum);
}

#pragma warning disable RS0030 // a scope per block: what a block needs is freed before the next
using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>Measures a network on rows it does not learn from, in its scoring form.</summary>
internal static class Evaluation
{
    /// <summary>The mean loss and the task's metric, both by row weight. Runs inside the fit loop's scope.</summary>
    /// <param name="network">What to measure.</param>
    /// <param name="task">How.</param>
    /// <param name="rows">The rows to measure on.</param>
    /// <param name="checkAlive">Throws when the fit is cancelled.</param>
    /// <param name="scored">Is filled with what the network says of each block of rows, if it is wanted.</param>
    internal static (double Loss, double Metric) Of(Network network, TrainingTask task, Rows rows, Action checkAlive, List<ScoredRows>? scored = null)
    {
        using IDisposable noGradient = no_grad();
        double[]? totals = null;
        long step = Blocks.RowsOf(Math.Max(rows.Features.ValuesPerRow, network.WidestOutput));
        for (long first = 0; first < rows.Count; first += step)
        {
            checkAlive();
            using DisposeScope scope = NewDisposeScope();
            double[] sums = Sums(network, task, rows.Batch(rows.Indices, first, Math.Min(step, rows.Count - first)), scored);
            totals = totals is null ? sums : [.. totals.Zip(sums, (total, sum) => total + sum)];
        }
        return (totals![0] / totals[1], task.Metric(totals.AsSpan(2)));
    }

    /// <summary>The sums of losses and weights, and then those of the task's metric.</summary>
    private static double[] Sums(Network network, TrainingTask task, Batch block, List<ScoredRows>? scored)
    {
        Tensor weights = block.Weights ?? ones(block.Targets.size(0), device: block.Targets.device);
        Tensor outputs = block.Targeted(network.Forward(block.Features, training: false));
        scored?.Add(new ScoredRows(Kept(outputs), Kept(block.Targets), Kept(weights)));
        Tensor losses = task.RowLosses(outputs, block.Targets) * weights;
        Tensor means = stack([losses.sum(ScalarType.Float64), weights.sum(ScalarType.Float64)]);
        return cat([means, task.MetricSums(outputs, block.Targets, weights)]).cpu().data<double>().ToArray();
    }

    /// <summary>Numbers for after the block's scope, in memory of the CPU.</summary>
    private static Tensor Kept(Tensor numbers) => numbers.cpu().clone().MoveToOuterDisposeScope();
}

using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>Measures a network on rows it does not learn from, in its scoring form.</summary>
internal static class Evaluation
{
    /// <summary>The mean loss and the task's metric, both by row weight. Runs inside the fit loop's scope.</summary>
    internal static (double Loss, double Metric) Of(Network network, TrainingTask task, Rows rows)
    {
        using IDisposable noGradient = no_grad();
        Tensor? sums = null;
        long step = Blocks.RowsOf(rows.Features.size(1));
        for (long first = 0; first < rows.Count; first += step)
        {
            (Tensor features, Tensor targets, Tensor? given) = rows.Batch(rows.Indices, first, Math.Min(step, rows.Count - first));
            Tensor weights = given ?? ones(targets.size(0), device: targets.device);
            Tensor outputs = network.Forward(features, training: false);
            Tensor losses = task.RowLosses(outputs, targets) * weights;
            Tensor blockSums = cat([losses.sum(ScalarType.Float64).unsqueeze(0), weights.sum(ScalarType.Float64).unsqueeze(0), task.MetricSums(outputs, targets, weights)]);
            sums = sums is null ? blockSums : sums.add_(blockSums);
        }
        double[] totals = sums!.cpu().data<double>().ToArray();
        return (totals[0] / totals[1], task.Metric(totals.AsSpan(2)));
    }
}

namespace MLNetDeep;

/// <summary>Makes one model of the best trials of a sweep.</summary>
/// <param name="ml">Keeps rows in memory.</param>
/// <param name="metric">What counts.</param>
/// <param name="validation">The rows that trials were judged on.</param>
internal sealed class EnsembleMaking(MLContext ml, SweepMetric metric, IDataView validation)
{
    /// <param name="leaderboard">The completed trials, the best first.</param>
    internal SweepEnsemble Of(IReadOnlyList<SweepTrial> leaderboard)
    {
        ITransformer best = leaderboard[0].Model!;
        double alone = metric.Of(best.Transform(validation));
        IReadOnlyList<SweepEnsembleMember> members = Selected(leaderboard);
        if (members.Count > 1)
        {
            TransformerChain<ITransformer> model = ModelOf(members);
            double together = metric.Of(model.Transform(validation));
            if (metric.Loss(together) < metric.Loss(alone))
            {
                return new SweepEnsemble(model, together, members);
            }
        }
        return new SweepEnsemble(best, alone, [new SweepEnsembleMember(leaderboard[0], 1)]);
    }

    private IReadOnlyList<SweepEnsembleMember> Selected(IReadOnlyList<SweepTrial> leaderboard)
    {
        (SweepTrial Trial, double[] Scores)[] candidates = [.. leaderboard
            .Where(trial => trial.Model is not null)
            .Select(trial => (trial, ScoresOfRows.Of(metric.Task, trial.Model!, validation)))
            .Where(candidate => candidate.Item2 is not null)
            .Select(candidate => (candidate.trial, candidate.Item2!))];
        if (candidates.Length < 2)
        {
            return [];
        }
        IDataView scored = ml.Data.Cache(candidates[0].Trial.Model!.Transform(validation)); // of which the label alone is read
        int[] counts = EnsembleSelection.Select(
            [.. candidates.Select(candidate => candidate.Scores)],
            means => metric.Loss(metric.Of(new RescoredRows(scored, metric.Task, means))) is var loss && double.IsNaN(loss) ? double.PositiveInfinity : loss);
        return [.. candidates.Zip(counts, (candidate, count) => new SweepEnsembleMember(candidate.Trial, (double)count / counts.Sum())).Where(member => member.Weight > 0)];
    }

    /// <summary>Featurizers that all members have in common, at their beginning, are asked once for each row.</summary>
    private TransformerChain<ITransformer> ModelOf(IReadOnlyList<SweepEnsembleMember> members)
    {
        ITransformer[][] steps = [.. members.Select(member => ModelSteps.Of(member.Trial.Model!).ToArray())];
        int shared = Enumerable.Range(0, steps.Min(member => member.Length) - 1).TakeWhile(index => steps.All(member => ReferenceEquals(member[index], steps[0][index]))).Count();
        EnsembleDescription description = new() { Task = metric.Task, Weights = [.. members.Select(member => member.Weight)] };
        return new TransformerChain<ITransformer>(
            [.. steps[0][..shared], EnsembleTransformer.Of(ml, description, [.. steps.Select(member => new TransformerChain<ITransformer>(member[shared..]))])]);
    }
}

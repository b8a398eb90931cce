namespace MLNetDeep;

/// <summary>Greedy selection with replacement (Caruana et al. 2004, ICML): the best joins first, and then, again and again, whoever makes the mean of all best.</summary>
internal static class EnsembleSelection
{
    private const int MaximumSteps = 25;
    private const int Patience = 5; // steps without gain

    /// <returns>How often each candidate joined, in the best ensemble on the way.</returns>
    /// <param name="scores">What each candidate says of each row; the best candidate first.</param>
    /// <param name="loss">Of the mean of some candidates; lower is better.</param>
    internal static int[] Select(IReadOnlyList<double[]> scores, Func<double[], double> loss)
    {
        int[] counts = new int[scores.Count];
        counts[0] = 1;
        double[] sums = [.. scores[0]];
        (int[] Counts, double Loss, int Step) best = ([.. counts], loss(sums), 1);
        for (int step = 2; step <= MaximumSteps && step - best.Step <= Patience; step++)
        {
            (int joins, double reached) = Next(scores, sums, step, loss);
            counts[joins]++;
            Add(sums, scores[joins]);
            if (reached < best.Loss)
            {
                best = ([.. counts], reached, step);
            }
        }
        return best.Counts;
    }

    private static (int Candidate, double Loss) Next(IReadOnlyList<double[]> scores, double[] sums, int count, Func<double[], double> loss) => Enumerable.Range(0, scores.Count)
        .Select(candidate => (candidate, loss([.. sums.Zip(scores[candidate], (sum, score) => (sum + score) / count)])))
        .MinBy(((int Candidate, double Loss) tried) => tried.Loss);

    private static void Add(double[] sums, double[] scores)
    {
        for (int index = 0; index < sums.Length; index++)
        {
            sums[index] += scores[index];
        }
    }
}

namespace MLNetDeep;

/// <summary>The receiver operating characteristic of one output.</summary>
internal static class RocCurve
{
    /// <summary>The probability that a true row has a higher output than a false one, by weight; equal outputs count half. NaN where one of the two kinds is missing.</summary>
    internal static double Area(ScoredRows rows)
    {
        float[] scores = [.. rows.Outputs.contiguous().Elements<float>()];
        ReadOnlySpan<float> targets = rows.Targets.contiguous().Elements<float>(), weights = rows.Weights.contiguous().Elements<float>();
        int[] order = [.. Enumerable.Range(0, scores.Length)];
        Array.Sort(scores, order);
        double below = 0, trueWeight = 0, pairs = 0; // below: the weight of false rows with lower outputs
        for (int first = 0, next; first < order.Length; first = next)
        {
            double ofTrue = 0, ofFalse = 0;
            for (next = first; next < order.Length && scores[next] == scores[first]; next++)
            {
                ofTrue += targets[order[next]] > 0 ? weights[order[next]] : 0;
                ofFalse += targets[order[next]] > 0 ? 0 : weights[order[next]];
            }
            next = Math.Max(next, first + 1); // NaN is equal to nothing
            pairs += ofTrue * (below + (ofFalse / 2));
            trueWeight += ofTrue;
            below += ofFalse;
        }
        return pairs / (trueWeight * below);
    }
}

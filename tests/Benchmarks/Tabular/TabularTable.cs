using System.Globalization;
using System.Text;

namespace MLNetDeep.Benchmarks.Tabular;

/// <summary>Means over seeds, a row for each learner of each set, and the mean rank of each learner.</summary>
/// <param name="learners">In the order of the rows.</param>
internal sealed class TabularTable(IReadOnlyList<Learner> learners)
{
    private readonly OrderedDictionary<(string Set, string Learner), List<TabularScore>> _scores = [];

    internal void Add(string set, Learner learner, TabularScore score)
    {
        (string, string) key = (set, learner.Name);
        if (!_scores.TryGetValue(key, out List<TabularScore>? scores))
        {
            _scores[key] = scores = [];
        }
        scores.Add(score);
    }

    public override string ToString()
    {
        StringBuilder text = new("| Set | Learner | Metric | Mean | Deviation | Second metric | Mean | Fit, seconds |\n|---|---|---|---|---|---|---|---|\n");
        foreach (((string set, string learner), List<TabularScore> scores) in _scores)
        {
            double mean = scores.Average(score => score.Value);
            double deviation = Math.Sqrt(scores.Sum(score => Math.Pow(score.Value - mean, 2)) / Math.Max(1, scores.Count - 1));
            text.Append(CultureInfo.InvariantCulture, $"| {set} | {learner} | {scores[0].Metric} | {mean:F4} | {deviation:F4} | {scores[0].Second} | {scores.Average(score => score.SecondValue):G4} | {scores.Average(score => score.FitSeconds):F1} |\n");
        }
        text.Append("\n| Learner | Mean rank |\n|---|---|\n");
        foreach (Learner learner in learners)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {learner.Name} | {MeanRank(learner.Name):F2} |\n");
        }
        return text.ToString();
    }

    private double MeanRank(string learner) => _scores.Keys.Select(key => key.Set).Distinct().Average(set =>
    {
        double Mean(string name) => _scores[(set, name)].Average(score => score.Value);
        return 1.0 + learners.Count(other => Mean(other.Name) > Mean(learner));
    });
}

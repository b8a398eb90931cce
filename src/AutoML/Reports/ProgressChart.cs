namespace MLNetDeep;

/// <summary>What trials achieved along the time, as SVG: a dot for each that was completed, the best so far as a line, and a stroke at the bottom for each that was ended early.</summary>
internal static class ProgressChart
{
    internal const int Width = 960;

    private const int Height = 300;
    private const int Left = 70, Right = 15, Top = 15, Bottom = 35;
    private const double Shown = 0.9; // of the completed trials: disasters are drawn at the edge

    /// <param name="trials">In the order of their numbers.</param>
    /// <param name="metric">Says what is better.</param>
    /// <param name="classOf">The number of a trial's candidate.</param>
    internal static Markup Of(IReadOnlyList<SweepTrial> trials, SweepMetric metric, Func<SweepTrial, int> classOf)
    {
        SweepTrial[] completed = [.. Ranking.Completed(trials, metric.IsHigherBetter)];
        double best = completed[0].Metric!.Value, worst = completed[(int)(Shown * (completed.Length - 1))].Metric!.Value;
        double seconds = Math.Max(1e-3, trials.Max(EndOf));
        double X(double second) => Left + ((Width - Left - Right) * second / seconds);
        double Y(double value) => Top + ((Height - Top - Bottom) * (best == worst ? 0.5 : Math.Clamp((best - value) / (best - worst), 0, 1)));

        Markup Dot(SweepTrial trial) => $"""<circle class="c{classOf(trial)}" cx="{X(EndOf(trial)):F1}" cy="{Y(trial.Metric!.Value):F1}" r="4"><title>{trial.Number}: {trial.Candidate}, {trial.Metric:G6}</title></circle>""";
        Markup Stroke(SweepTrial trial) => $"""<line class="c{classOf(trial)}" x1="{X(EndOf(trial)):F1}" x2="{X(EndOf(trial)):F1}" y1="{Height - Bottom}" y2="{Height - Bottom - 8}"><title>{trial.Number}: {trial.Candidate}, {trial.State}</title></line>""";
        return $"""
            <svg viewBox="0 0 {Width} {Height}" role="img" aria-label="Progress over time">
            <path class="axis" d="M{Left} {Top}V{Height - Bottom}H{Width - Right}"/>
            <text x="{Left - 8}" y="{Top + 5}" text-anchor="end">{best:G5}</text><text x="{Left - 8}" y="{Height - Bottom}" text-anchor="end">{worst:G5}</text>
            <text x="{Left}" y="{Height - 10}">0 s</text><text x="{Width - Right}" y="{Height - 10}" text-anchor="end">{seconds:F0} s</text>
            <polyline class="best" points="{BestSoFar(trials, metric, X, Y)}"/>
            {Markup.Lines(trials.Where(trial => trial.State != TrialState.Completed).Select(Stroke))}
            {Markup.Lines(completed.Select(Dot))}
            </svg>
            """;
    }

    private static string BestSoFar(IReadOnlyList<SweepTrial> trials, SweepMetric metric, Func<double, double> x, Func<double, double> y)
    {
        List<string> points = [];
        double? best = null;
        void Add(double second, double value) => points.Add(FormattableString.Invariant($"{x(second):F1},{y(value):F1}"));
        foreach (SweepTrial trial in trials.Where(trial => trial.Metric is not null).OrderBy(EndOf))
        {
            double value = trial.Metric!.Value;
            if (best is double before && metric.Loss(value) < metric.Loss(before))
            {
                Add(EndOf(trial), before);
            }
            if (best is null || metric.Loss(value) < metric.Loss(best.Value))
            {
                best = value;
                Add(EndOf(trial), value);
            }
        }
        Add(trials.Max(EndOf), best!.Value);
        return string.Join(' ', points);
    }

    private static double EndOf(SweepTrial trial) => (trial.Started + trial.Duration).TotalSeconds;
}

namespace MLNetDeep;

/// <summary>A sweep as a page of HTML that needs nothing beside itself.</summary>
internal sealed class SweepPage(SweepPlan plan, IReadOnlyList<SweepTrial> trials, SweepEnsemble? ensemble)
{
    private const int ShownTrials = 25;

    private const int Colors = 6;

    private readonly IReadOnlyList<SweepTrial> _completed = Ranking.Completed(trials, plan.Metric.IsHigherBetter);

    /// <summary>From the best to the worst, those ended early behind the completed.</summary>
    private readonly IReadOnlyList<SweepTrial> _ranked = [.. Ranking.Ended(trials, plan.Metric.IsHigherBetter).Where(trial => trial.State is TrialState.Completed or TrialState.Pruned)];

    private static Markup Style => $$"""
        body{font:15px system-ui,sans-serif;max-width:1000px;margin:2em auto;padding:0 1em;color:#222;background:#fff}table{border-collapse:collapse;margin:1em 0}
        td,th{padding:.2em .8em .2em 0;text-align:left;vertical-align:top;border-bottom:1px solid #ddd}.number{text-align:right;font-variant-numeric:tabular-nums}
        svg{width:100%;font:11px system-ui,sans-serif}.axis{stroke:#888;fill:none}.best{stroke:#222;fill:none;stroke-width:1.5}.name{font-weight:bold}.trial{fill:none;stroke-width:1.2}
        .trial:hover{stroke:#000;stroke-width:3}meter{width:20em}.c0{fill:#1f6fb4;stroke:#1f6fb4;color:#1f6fb4}.c1{fill:#d95f02;stroke:#d95f02;color:#d95f02}.c2{fill:#1b9e77;stroke:#1b9e77;color:#1b9e77}
        .c3{fill:#7b3294;stroke:#7b3294;color:#7b3294}.c4{fill:#b8860b;stroke:#b8860b;color:#b8860b}.c5{fill:#666;stroke:#666;color:#666}
        """;

    public override string ToString()
    {
        Markup page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"/><meta name="viewport" content="width=device-width"/><title>Sweep: {plan.Metric.Name}</title><style>{Style}</style></head>
            <body>
            <h1>Sweep by {plan.Metric.Name}</h1>
            <p>{trials.Count} trials: {string.Join(", ", trials.CountBy(trial => trial.State).OrderBy(count => count.Key).Select(count => $"{count.Value} {count.Key.ToString().ToLowerInvariant()}"))}.
            The best is number {_completed[0].Number}, {_completed[0].Candidate}, with {_completed[0].Metric:G6}.</p>
            <h2>Progress over time</h2>
            <p>{Markup.Lines(plan.Candidates.Select(Legend))}</p>
            {ProgressChart.Of(trials, plan.Metric, CandidateOf)}
            <h2>Leaderboard</h2>
            {Table(["", "Trial", "Candidate", plan.Metric.Name, "Epochs", "Seconds", "Options"], _completed.Take(ShownTrials).Select(Leader))}
            {Ensemble()}
            <h2>Importance of each option</h2>
            <p>The share of the differences between the ranks of trials that goes with an option by itself.</p>
            {Markup.Lines(plan.Candidates.Select(Importance))}
            <h2>Parallel coordinates</h2>
            <p>A line for each trial, the darker the better.</p>
            {Markup.Lines(plan.Candidates.Select(Parallel))}
            {Failures()}
            </body>
            </html>
            """;
        return page.ToString();
    }

    private Markup Legend(Candidate candidate, int index) => $"""<span class="c{index % Colors}">&#9679; {candidate.Name} ({trials.Count(trial => trial.Point.Candidate == index)})</span>""";

    private Markup Leader(SweepTrial trial, int index) =>
        $"""<tr><td class="number">{index + 1}</td><td class="number">{trial.Number}</td><td>{trial.Candidate}</td><td class="number">{trial.Metric:G6}</td><td class="number">{trial.Epochs}</td><td class="number">{trial.Duration.TotalSeconds:F1}</td><td>{OptionsOf(trial)}</td></tr>""";

    private Markup Ensemble()
    {
        if (ensemble is null)
        {
            return Markup.Empty;
        }
        Markup Member(SweepEnsembleMember member) => $"""<tr><td class="number">{member.Trial.Number}</td><td>{member.Trial.Candidate}</td><td class="number">{member.Weight:F2}</td></tr>""";
        return $"<h2>Ensemble</h2><p>{plan.Metric.Name}: {ensemble.Metric:G6}</p>{Table(["Trial", "Candidate", "Weight"], ensemble.Members.Select(Member))}";
    }

    private Markup Importance(Candidate candidate, int index)
    {
        Markup Row((string Option, double Share) option) => $"""<tr><td>{option.Option}</td><td><meter value="{option.Share:F3}"></meter></td><td class="number">{option.Share:F2}</td></tr>""";
        IReadOnlyList<(string Option, double Share)>? shares = OptionImportance.Of(candidate.Space, [.. _ranked.Where(trial => trial.Point.Candidate == index).Select(trial => trial.Point)]);
        return shares is null
            ? (Markup)$"<h3>{candidate.Name}</h3><p>Fewer than {OptionImportance.FewestTrials} trials.</p>"
            : $"<h3>{candidate.Name}</h3>{Table(["Option", "Importance", ""], shares.Select(Row))}";
    }

    private Markup Parallel(Candidate candidate, int index)
    {
        SweepTrial[] own = [.. _ranked.Where(trial => trial.Point.Candidate == index)];
        return own.Length == 0 ? Markup.Empty : (Markup)$"<h3>{candidate.Name}</h3>{ParallelChart.Of(candidate.Space, own)}";
    }

    private Markup Failures()
    {
        SweepTrial[] failed = [.. trials.Where(trial => trial.State is TrialState.Failed or TrialState.TimedOut)];
        Markup Row(SweepTrial trial) => $"""<tr><td class="number">{trial.Number}</td><td>{trial.Candidate}</td><td>{trial.State}</td><td>{trial.Reason}</td><td>{OptionsOf(trial)}</td></tr>""";
        return failed.Length == 0 ? Markup.Empty : (Markup)$"<h2>What failed</h2>{Table(["Trial", "Candidate", "State", "Reason", "Options"], failed.Take(ShownTrials).Select(Row))}";
    }

    private static Markup Table(IEnumerable<string> heads, IEnumerable<Markup> rows)
    {
        Markup Head(string text) => $"<th>{text}</th>";
        return $"<table><tr>{Markup.Lines(heads.Select(Head))}</tr>\n{Markup.Lines(rows)}</table>";
    }

    /// <summary>The options that were searched, as they were tried.</summary>
    private string OptionsOf(SweepTrial trial) => string.Join(", ", plan.Candidates[trial.Point.Candidate].Space.Dimensions
        .Where((_, index) => !double.IsNaN(trial.Point.Coordinates[index]))
        .Select(dimension => $"{dimension.Path.Name} {OptionText.Of(dimension.Path.Get(trial.Options))}"));

    private int CandidateOf(SweepTrial trial) => trial.Point.Candidate % Colors;
}

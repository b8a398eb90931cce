using MLNetDeep;
using Spectre.Console;

namespace Sweeping;

/// <summary>The latest trials and the best, redrawn in place while the sweep goes on.</summary>
internal sealed class LiveTable(LiveDisplayContext display, TimeSpan budget) : IProgress<SweepReport>
{
    private const int ShownTrials = 12;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100); // networks of small data report many epochs in a second

    private readonly SortedDictionary<int, SweepReport> _latest = [];
    private TimeSpan _drawn;

    public void Report(SweepReport value)
    {
        bool isEpoch = value.Epoch is not null;
        _latest[value.Trial.Number] = value;
        if (!isEpoch || value.Elapsed - _drawn > s_pause)
        {
            _drawn = value.Elapsed;
            display.UpdateTarget(Draw(value));
        }
    }

    private Table Draw(SweepReport now)
    {
        Table table = new() { Expand = false };
        table.AddColumn(new TableColumn("Trial").RightAligned()).AddColumn("Candidate").AddColumn(new TableColumn("Metric").RightAligned()).AddColumn("Epoch").AddColumn(new TableColumn("Time").RightAligned());
        foreach (SweepReport report in _latest.Values.TakeLast(ShownTrials))
        {
            table.AddRow([.. Cells(report, now).Select(cell => new Text(cell, StyleOf(report.Trial, now.Best)))]);
        }
        TimeSpan left = budget > now.Elapsed ? budget - now.Elapsed : TimeSpan.Zero;
        table.Caption = new TableTitle(now.Best is { } best ? $"best {TrialText.Metric(best)} (trial {best.Number}), {left:m\\:ss} left" : $"{left:m\\:ss} left");
        return table;
    }

    private static string[] Cells(SweepReport report, SweepReport now)
    {
        SweepTrial trial = report.Trial;
        bool isRunning = trial.State == TrialState.Running;
        string metric = !isRunning ? TrialText.Outcome(trial) : report.Epoch?.ValidationMetric is double validation ? $"({validation:F4})" : "";
        string epoch = report.Epoch is { } reported ? $"{reported.Epoch} of {reported.NumberOfEpochs}" : trial.Epochs > 0 ? $"{trial.Epochs}" : "";
        TimeSpan time = isRunning ? now.Elapsed - trial.Started : trial.Duration;
        return [$"{trial.Number}", trial.Candidate, metric, epoch, $"{time.TotalSeconds:F1} s"];
    }

    private static Style StyleOf(SweepTrial trial, SweepTrial? best) =>
        trial.Number == best?.Number ? new Style(Color.Green)
        : trial.State is TrialState.Failed or TrialState.TimedOut ? new Style(Color.Red)
        : trial.State == TrialState.Running ? new Style(decoration: Decoration.Bold)
        : Style.Plain;
}

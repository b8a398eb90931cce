using System.Globalization;

namespace Tabular;

/// <summary>Metrics of several trainers, side by side.</summary>
internal sealed class MetricTable
{
    private const int NameWidth = 24, ColumnWidth = 11;

    private readonly List<string> _lines = [];

    public void Add(string trainer, TimeSpan fitTime, IReadOnlyList<(string Name, double Value)> metrics)
    {
        if (_lines.Count == 0)
        {
            _lines.Add(Line("", [.. metrics.Select(metric => metric.Name), "fit"]));
        }
        _lines.Add(Line(trainer, [.. metrics.Select(metric => Format(metric.Value)), $"{fitTime.TotalSeconds:F1} s"]));
    }

    public override string ToString() => string.Join(Environment.NewLine, _lines);

    private static string Line(string name, IReadOnlyList<string> cells) =>
        $"{name.PadRight(NameWidth)}{string.Concat(cells.Select(cell => cell.PadLeft(ColumnWidth)))}";

    /// <summary>Five digits or more, four decimals at most.</summary>
    private static string Format(double value)
    {
        int decimals = 4 - (int)Math.Log10(Math.Max(1, Math.Abs(value)));
        return value.ToString($"F{Math.Max(0, decimals)}", CultureInfo.InvariantCulture);
    }
}

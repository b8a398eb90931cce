using System.Globalization;

namespace MLNetDeep.Benchmarks;

/// <summary>Results as a Markdown table that is also read well on a console.</summary>
internal sealed class ResultTable
{
    private readonly List<string[]> _rows = [["Work", "By", "Median", "Ratio (lowest to highest)", "Target"]];

    internal void Add(Comparison comparison, IReadOnlyList<Result> results)
    {
        foreach (Result result in results)
        {
            bool isFirst = result == results[0];
            _rows.Add([
                isFirst ? comparison.Name : "",
                result.Variant.Name,
                $"{Number(result.Median)} {comparison.Unit}",
                isFirst ? "1" : string.Create(CultureInfo.InvariantCulture, $"{result.Ratio:F2} ({result.LowestRatio:F2} to {result.HighestRatio:F2})"),
                result.Variant.Target,
            ]);
        }
    }

    public override string ToString()
    {
        int[] widths = [.. Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length))];
        string[] rule = [.. widths.Select(width => new string('-', width))];
        return string.Join(Environment.NewLine, _rows.Take(1).Append(rule).Concat(_rows.Skip(1)).Select(row => Line(row, widths)));
    }

    private static string Line(string[] cells, int[] widths) =>
        $"| {string.Join(" | ", cells.Zip(widths, (cell, width) => cell.PadRight(width)))} |";

    /// <summary>Three digits, and a comma between thousands.</summary>
    private static string Number(double value)
    {
        double thirdDigit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        return (Math.Round(value / thirdDigit) * thirdDigit).ToString("#,0.##", CultureInfo.InvariantCulture);
    }
}

using Microsoft.ML;

namespace MLNetDeep.Benchmarks.Tabular;

/// <summary>A table in a file.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Path">The rows to learn from.</param>
/// <param name="Label">The column to foresee, by name or index.</param>
/// <param name="Test">The rows to judge by; none: a fifth of the others, another one for each seed.</param>
/// <param name="Unused">A column that says nothing of the label, by its name in the data view.</param>
internal sealed record TabularSet(string Name, string Path, string Label, string? Test = null, string? Unused = null)
{
    /// <summary>The sets of a folder.</summary>
    internal static IReadOnlyList<TabularSet> In(string folder)
    {
        string File(string name) => System.IO.Path.Combine(folder, name);
        return
        [
            new("adult", File("adult-train.csv"), "14", File("adult-test.csv"), Unused: "Column2"),
            new("california", File("california-housing.csv"), "median_house_value"),
            new("optdigits", File("optdigits-train.csv"), "64", File("optdigits-test.csv")),
            new("taxi-fare", File("taxi-fare-train.csv"), "fare_amount", File("taxi-fare-test.csv")),
            new("iris", File("iris.txt"), "0"),
        ];
    }

    /// <summary>Reads the rows.</summary>
    /// <exception cref="InputException">The file is not there, or has no such column.</exception>
    internal DataSet Load(MLContext context, int seed)
    {
        DataSet data = CsvData.Load(context, new TableSource { Data = Path, Label = Label, Test = Test, Seed = seed });
        return data with { Numbers = [.. data.Numbers.Where(name => name != Unused)] };
    }
}

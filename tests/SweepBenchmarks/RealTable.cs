namespace MLNetDeep.SweepBenchmarks;

/// <summary>A table of real data.</summary>
/// <param name="Name">As the command line has it.</param>
/// <param name="Title">As the results have it.</param>
/// <param name="Label">The column to predict.</param>
/// <param name="Train">The file of training rows.</param>
/// <param name="Test">The file of test rows; <see langword="null"/> for a fifth of the training rows.</param>
internal sealed record RealTable(string Name, string Title, string Label, string Train, string? Test)
{
    public static IReadOnlyList<RealTable> All { get; } =
    [
        new("adult", "Adult, AUC", "14", "adult-train.csv", "adult-test.csv"),
        new("california", "California, R²", "median_house_value", "california-housing.csv", null),
        new("digits", "optdigits, accuracy", "64", "optdigits-train.csv", "optdigits-test.csv"),
        new("taxi", "taxi fares, R²", "fare_amount", "taxi-fare-train.csv", "taxi-fare-test.csv"),
    ];

    public static RealTable Named(string name) =>
        All.FirstOrDefault(table => table.Name == name) ?? throw new InputException($"--only must be one of {string.Join(", ", All.Select(table => table.Name))}, not '{name}'.");

    public TableSource In(string folder) => new() { Data = Path.Combine(folder, Train), Test = Test is null ? null : Path.Combine(folder, Test), Label = Label };
}

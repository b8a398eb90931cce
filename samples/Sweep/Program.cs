using Microsoft.ML;
using MLNetDeep;
using Spectre.Console;
using Sweeping;

try
{
    CommandLine options = CommandLine.Parse(args);
    if (options.IsHelp)
    {
        Console.WriteLine(CommandLine.HelpText);
        return 0;
    }

    MLContext mlContext = new(options.Table.Seed);
    DataSet data = options.Table.Data is null ? ClickData.Create(mlContext, options.Table) : CsvData.Load(mlContext, options.Table);
    Console.WriteLine($"{data.Description}{Environment.NewLine}");
    string folder = Directory.CreateDirectory(options.Output).FullName;
    string PathOf(string file) => Path.Combine(folder, file);

    // Ctrl+C ends the search, and what it has found is used.
    using CancellationTokenSource cancellation = new();
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = true;
        cancellation.Cancel();
    };
    SweepOptions sweep = new()
    {
        MaximumTrials = options.Trials,
        TimeBudget = TimeSpan.FromSeconds(options.Seconds),
        Parallelism = options.Parallel,
        Store = options.Store,
        Seed = options.Table.Seed,
        CancellationToken = cancellation.Token,
    };
    SweepResult Run(IProgress<SweepReport> progress) => Families.Sweep(mlContext, data, options.Only, sweep with { Progress = progress }).Run();
    using SweepResult result = Console.IsOutputRedirected
        ? Run(new PlainLines())
        : AnsiConsole.Live(new Text("")).Start(display => Run(new LiveTable(display, sweep.TimeBudget.Value)));

    Console.WriteLine($"{Environment.NewLine}Leaderboard by {result.Metric} of {result.Trials.Count} trials, on a fifth of the training rows");
    foreach ((int place, SweepTrial trial) in result.Leaderboard().Take(10).Index())
    {
        Console.WriteLine($"{place + 1,3}  {TrialText.Metric(trial)}  {trial.Candidate,-9} trial {trial.Number,3}  {TrialText.Options(trial)}");
    }

    // What is saved is what an application loads, and so that is what is judged.
    double MetricOf(string file) => TestMetric.Of(mlContext, data, mlContext.Model.Load(PathOf(file), out _));
    List<string> saved = ["best.zip", "trials.csv", "report.html"];
    mlContext.Model.Save(result.Best.Model, data.Train.Schema, PathOf("best.zip"));
    Console.WriteLine($"{Environment.NewLine}{result.Metric} on the test rows");
    Console.WriteLine($"Best       {MetricOf("best.zip"):F4}");
    SweepEnsemble ensemble = result.Ensemble;
    if (ensemble.Members.Count > 1)
    {
        saved.Insert(1, "ensemble.zip");
        mlContext.Model.Save(ensemble.Model, data.Train.Schema, PathOf("ensemble.zip"));
        Console.WriteLine($"Ensemble   {MetricOf("ensemble.zip"):F4}, of trials {string.Join(", ", ensemble.Members.Select(member => $"{member.Trial.Number} ({member.Trial.Candidate}, {member.Weight:P0})"))}");
    }
    result.SaveReport(PathOf("report.html"));
    result.SaveCsv(PathOf("trials.csv"));
    Console.WriteLine();
    saved.ForEach(file => Console.WriteLine($"Saved      {PathOf(file)}"));
    return 0;
}
catch (Exception exception) when (exception is InputException or IOException or UnauthorizedAccessException or InvalidOperationException or OperationCanceledException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

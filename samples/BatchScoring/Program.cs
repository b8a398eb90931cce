using System.Diagnostics;
using BatchScoring;
using Microsoft.ML;

try
{
    CommandLine options = CommandLine.Parse(args);
    if (options.IsHelp)
    {
        Console.WriteLine(CommandLine.HelpText);
        return 0;
    }
    string modelPath = Path.GetFullPath(options.Model);
    if (!File.Exists(modelPath) && await FirstModel.TrainAsync(modelPath, options.TrainRows?.ToString()) is { } problem)
    {
        throw new InputException(problem);
    }

    MLContext ml = new();
    using Model model = new(ml, modelPath);
    string data = options.Data ?? GeneratedData.Write(options);
    RowSource rows = Path.GetExtension(data) == ".csv" ? CsvRows.Open(ml, data, model) : SqliteRows.Open(ml, data, options.Query, model);
    Console.WriteLine($"""
        Data    {data}: {rows.Count:N0} rows
        Model   {options.Model}: reads {string.Join(", ", model.Inputs.Select(column => column.Name))}
        Scores  {options.Scores}
        """);

    ScoreFolder folder = new(options.Scores, options.Format == "csv" ? new CsvFormat() : new ParquetFormat(), options.Range);
    folder.Begin(JobKey.Of(modelPath, data, options));
    if (folder.IsComplete)
    {
        Console.WriteLine("All rows are scored already. Delete the folder of scores to score them again.");
        return 0;
    }
    await new Job(ml, model, rows, folder).Run();
    Console.WriteLine($"Peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB");
    return 0;
}
catch (Exception exception) when (exception is InputException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

using MLNetDeep.SweepBenchmarks;

try
{
    CommandLine options = CommandLine.Parse(args);
    if (options.IsHelp)
    {
        Console.WriteLine(CommandLine.HelpText);
        return 0;
    }
    string folder = Environment.GetEnvironmentVariable("MLNETDEEP_DATA") ?? throw new InputException("Name the folder of the data by the environment variable MLNETDEEP_DATA.");
    List<string> table = ["| Data | Searched | Validation | Test | Ensemble, test | Trials ended | of them early |", "|---|---|---|---|---|---|---|"];
    foreach (RealTable data in RealTable.All.Where(data => options.Only is null || data.Name == options.Only))
    {
        Study study = new(data, folder, options);
        Dictionary<Way, List<Outcome>> outcomes = Way.All.Where(study.Has).ToDictionary(way => way, _ => new List<Outcome>());
        for (int seed = 1; seed <= options.Seeds; seed++)
        {
            foreach ((Way way, List<Outcome> found) in outcomes) // in turn, so that a machine that is busy now is busy for all
            {
                found.Add(study.Run(way, seed));
                Console.WriteLine($"{data.Name}, seed {seed}, {way.Name}: {found[^1]}");
            }
        }
        table.AddRange(outcomes.Select(entry => Line(entry.Key == Way.Random ? data.Title : "", entry.Key.Name, Outcome.Mean(entry.Value))));
        List<Outcome> random = outcomes[Way.Random], tpe = outcomes[Way.Network];
        Console.WriteLine($"{data.Name}: TPE and ASHA better than random on the validation rows in {random.Zip(tpe).Count(pair => pair.Second.Validation > pair.First.Validation)} of {options.Seeds}, {tpe.Sum(run => run.Trials) / random.Sum(run => run.Trials):F2} times the trials");
    }
    Console.WriteLine();
    table.ForEach(Console.WriteLine);
    Console.WriteLine($"{Environment.NewLine}Means of {options.Seeds} seeds, {options.Seconds} s each, at most {options.Rows:N0} training rows, of which a fifth decides.");
    return 0;
}
catch (InputException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static string Line(string data, string searched, Outcome mean) =>
    $"| {data} | {searched} | {mean.Validation:F4} | {mean.Test:F4} | {mean.Ensemble:F4} | {mean.Trials:F0} | {mean.Pruned:F0} |";

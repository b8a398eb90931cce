using MLNetDeep.Benchmarks;

if (args is [ChildProcess.Mark, string measurement, string argument])
{
    Console.WriteLine(ChildProcess.Run(measurement, argument));
    return 0;
}

if (args is [TabularBenchmark.Name, ..])
{
    return TabularBenchmark.Run(args[1..]);
}

OrderedDictionary<string, Action<Workload, Action<Comparison>>> benchmarks = new()
{
    ["fit"] = FitBenchmark.Run,
    ["images"] = CnnBenchmark.Run,
    ["sequences"] = SequenceBenchmark.Run,
    ["growth"] = GrowthBenchmark.Run,
    ["sparse"] = SparseBenchmark.Run,
    ["transform"] = TransformBenchmark.Run,
    ["predict"] = PredictBenchmark.Run,
    ["load"] = LoadBenchmark.Run,
    ["memory"] = MemoryBenchmark.Run,
    ["repeat"] = RepeatBenchmark.Run,
    ["spill"] = SpillBenchmark.Run,
};
CommandLine options;
try
{
    options = CommandLine.Parse(args, benchmarks.Keys);
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

Interleaving interleaving = new(options.Workload.Rounds, OtherProcesses.CpuSeconds);
ResultTable table = new();
foreach (string name in options.Benchmarks)
{
    benchmarks[name](options.Workload, comparison =>
    {
        Console.WriteLine($"{comparison.Name} ...");
        table.Add(comparison, interleaving.Run(comparison));
    });
}
Console.WriteLine();
Console.WriteLine(table);
Console.WriteLine();
Console.WriteLine($"One thread unless all cores are named, {options.Workload.Rounds} rounds. Measurements repeated because other processes were busy: {interleaving.RepeatedCount}; kept although they were: {interleaving.DisturbedCount}.");
return 0;

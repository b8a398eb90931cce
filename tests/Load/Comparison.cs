using System.Globalization;

namespace MLNetDeep.Load;

/// <summary>A predictor beside a pool of engines, with the same model and the same load, in turn: as a service and without one. Beside them, what does not score at all: nothing is faster.</summary>
internal sealed class Comparison(CommandLine options)
{
    private static readonly int[] s_clients = [1, 8, 64];

    internal async Task Run()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("load-");
        try
        {
            string modelPath = Path.Combine(folder.FullName, "model.zip");
            await File.WriteAllBytesAsync(modelPath, Models.File(options.Width, seed: 1));
            Console.WriteLine("| Network | Requests | Clients | Engines: per second | p50 µs | p99 µs | CPU µs | Predictor: per second | p50 µs | p99 µs | CPU µs | Throughput | p50 | CPU | Without scoring: throughput | CPU |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
            using (ServerProcess withEngines = ServerProcess.Start(modelPath, "engines"), withPredictor = ServerProcess.Start(modelPath, "predictor"), withNothing = ServerProcess.Start(modelPath, "nothing"))
            using (Service engines = await Service.Open(withEngines, s_clients.Max()), predictor = await Service.Open(withPredictor, s_clients.Max()), nothing = await Service.Open(withNothing, s_clients.Max()))
            {
                await CompareAll("HTTP", engines.Target, predictor.Target, nothing.Target);
            }
            await using InProcess inside = new(modelPath);
            await CompareAll("in the process", inside.Engines, inside.Predictor, inside.Nothing);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task CompareAll(string requests, params Target[] targets)
    {
        foreach (Target target in targets)
        {
            await Clients.Measure(s_clients.Max(), options.Duration, target); // until all is compiled, and compiled again
        }
        foreach (int clients in s_clients)
        {
            List<Measurement>[] rounds = [.. targets.Select(_ => new List<Measurement>())];
            for (int round = 0; round < options.Rounds; round++)
            {
                for (int index = 0; index < targets.Length; index++)
                {
                    rounds[index].Add(await Clients.Measure(clients, options.Duration, targets[index]));
                }
            }
            Console.WriteLine($"| 3 × {options.Width} | {requests} | {clients} | {Row(engines: rounds[0], predictor: rounds[1], nothing: rounds[2])} |");
        }
    }

    private static string Row(List<Measurement> engines, List<Measurement> predictor, List<Measurement> nothing)
    {
        return string.Join(
            " | ", Cells(engines), Cells(predictor), Ratio(predictor, round => round.Throughput), Ratio(predictor, round => round.Median), Ratio(predictor, round => round.Cost),
            Ratio(nothing, round => round.Throughput), Ratio(nothing, round => round.Cost));

        string Ratio(List<Measurement> others, Func<Measurement, double> value) =>
            string.Create(CultureInfo.InvariantCulture, $"× {Median(engines.Zip(others, (engine, other) => value(other) / value(engine))):F2}");
    }

    private static string Cells(List<Measurement> rounds)
    {
        return string.Join(" | ", Cell(round => round.Throughput), Cell(round => round.Median), Cell(round => round.P99), Cell(round => round.Cost));

        string Cell(Func<Measurement, double> value) => Median(rounds.Select(value)).ToString("N0", CultureInfo.InvariantCulture);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

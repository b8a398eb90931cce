using System.Globalization;

namespace MLNetDeep.Load;

/// <summary>A predictor beside a pool of engines, with the same model and the same load, in turn: as a service and without one.</summary>
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
            Console.WriteLine("| Network | Requests | Clients | Engines: per second | p50 µs | p99 µs | Predictor: per second | p50 µs | p99 µs | Throughput | p50 |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
            using (ServerProcess withEngines = ServerProcess.Start(modelPath, "engines"), withPredictor = ServerProcess.Start(modelPath, "predictor"))
            using (Service engines = await Service.Open(withEngines, s_clients.Max()), predictor = await Service.Open(withPredictor, s_clients.Max()))
            {
                await CompareAll("HTTP", engines.Ask, predictor.Ask);
            }
            await using InProcess inside = new(modelPath);
            await CompareAll("in the process", inside.AskEngines, inside.AskPredictor);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task CompareAll(string requests, Func<int, ValueTask> engines, Func<int, ValueTask> predictor)
    {
        await Clients.Measure(s_clients.Max(), options.Duration, engines); // until all is compiled, and compiled again
        await Clients.Measure(s_clients.Max(), options.Duration, predictor);
        foreach (int clients in s_clients)
        {
            List<Measurement> ofEngines = [], ofPredictor = [];
            for (int round = 0; round < options.Rounds; round++)
            {
                ofEngines.Add(await Clients.Measure(clients, options.Duration, engines));
                ofPredictor.Add(await Clients.Measure(clients, options.Duration, predictor));
            }
            double throughput = Median(ofEngines.Zip(ofPredictor, (engine, other) => other.Throughput / engine.Throughput));
            double median = Median(ofEngines.Zip(ofPredictor, (engine, other) => other.Median / engine.Median));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| 3 × {options.Width} | {requests} | {clients} | {Cells(ofEngines)} | {Cells(ofPredictor)} | × {throughput:F2} | × {median:F2} |"));
        }
    }

    private static string Cells(List<Measurement> rounds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Median(rounds.Select(round => round.Throughput)):N0} | {Median(rounds.Select(round => round.Median)):N0} | {Median(rounds.Select(round => round.P99)):N0}");

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

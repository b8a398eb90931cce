using System.Diagnostics;

namespace MLNetDeep.Load;

/// <summary>Load while the model is replaced and its file is damaged, by clients of which some hang up.</summary>
internal sealed class Soak(CommandLine options)
{
    private const int Versions = 4;

    private readonly byte[][] _files = [.. Enumerable.Range(1, Versions).Select(seed => Models.File(options.Width, seed))];
    private readonly KnownScores _known = new(options.Width, Versions);
    private readonly SoakReport _report = new();

    internal async Task<SoakReport> Run()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("soak-");
        try
        {
            string modelPath = Path.Combine(folder.FullName, "model.zip");
            await File.WriteAllBytesAsync(modelPath, _files[0]);
            using ServerProcess server = ServerProcess.Start(modelPath, "predictor");
            using CancellationTokenSource end = new(options.Duration);
            Task[] clients = [.. Enumerable.Range(0, options.Clients).Select(client => Task.Run(() => new SoakClient(client, server.Address, _known, _report).Run(end.Token)))];
            Task replacing = Until(token => Replace(modelPath, token), end.Token), watching = Until(token => Watch(server, token), end.Token), telling = Until(Tell, end.Token);
            await Task.WhenAll([.. clients, replacing, watching, telling]);
            return _report;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Puts the next model in place, by a new name or slowly, and now and then half of one.</summary>
    private async Task Replace(string modelPath, CancellationToken token)
    {
        Stopwatch sinceDamage = Stopwatch.StartNew();
        using PeriodicTimer timer = new(options.Swap);
        for (int round = 1; await timer.WaitForNextTickAsync(token); round++)
        {
            byte[] next = _files[round % Versions];
            if (sinceDamage.Elapsed >= options.Corrupt)
            {
                sinceDamage.Restart();
                await File.WriteAllBytesAsync(modelPath, next[..(next.Length / 2)], token);
                _report.FileDamaged();
            }
            else if (round % 2 == 0)
            {
                await WriteSlowly(modelPath, next, token);
            }
            else
            {
                await File.WriteAllBytesAsync($"{modelPath}.next", next, token);
                File.Move($"{modelPath}.next", modelPath, overwrite: true);
            }
        }
    }

    private static async Task WriteSlowly(string path, byte[] content, CancellationToken token)
    {
        await using FileStream file = File.Create(path);
        foreach (byte[] part in content.Chunk((content.Length / 8) + 1))
        {
            await file.WriteAsync(part, token);
            await file.FlushAsync(token);
            await Task.Delay(20, token);
        }
    }

    private async Task Watch(ServerProcess server, CancellationToken token)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(0.25));
        while (await timer.WaitForNextTickAsync(token))
        {
            ServerState state = await server.State();
            _report.Saw(state);
        }
    }

    private async Task Tell(CancellationToken token)
    {
        using PeriodicTimer timer = new(options.Duration / 20);
        while (await timer.WaitForNextTickAsync(token))
        {
            Console.WriteLine(_report.Progress);
        }
    }

    private static async Task Until(Func<CancellationToken, Task> work, CancellationToken end)
    {
        try
        {
            await work(end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
    }
}

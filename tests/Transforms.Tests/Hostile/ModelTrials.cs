using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>Tries models in a child process of limited memory, so that a crash, a hang or a flood of memory is a result like others.</summary>
internal static class ModelTrials
{
    internal const long MostMegabytes = 1024;

    private const string Program = "ModelTrials";
    private const string HeapLimit = "0x30000000"; // 768 MB of managed memory

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1); // a watchdog: a model takes milliseconds

    /// <summary>Loads each model and scores the rows with it.</summary>
    internal static IReadOnlyList<TrialResult> Run(IDataView rows, IReadOnlyList<byte[]> models)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string data = Path.Combine(folder.FullName, "rows.idv");
            using (FileStream stream = File.Create(data))
            {
                new MLContext().Data.SaveAsBinary(rows, stream);
            }
            DirectoryInfo zips = folder.CreateSubdirectory("models");
            for (int i = 0; i < models.Count; i++)
            {
                File.WriteAllBytes(Path.Combine(zips.FullName, $"{i:D6}.zip"), models[i]);
            }
            List<TrialResult> results = [];
            while (results.Count < models.Count)
            {
                Continue(zips.FullName, data, models.Count, results);
            }
            return results;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Starts the program behind the models that have a result, and adds the next ones up to the end, a crash or a hang.</summary>
    private static void Continue(string folder, string rows, int count, List<TrialResult> results)
    {
        string file = Path.Combine(FixtureProgram.Folder(Program), OperatingSystem.IsWindows() ? $"{Program}.exe" : Program);
        ProcessStartInfo start = new(file, [folder, rows, $"{results.Count}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_GCHeapHardLimit"] = HeapLimit },
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            while (ReadLine(process) is { } line)
            {
                results.Add(JsonSerializer.Deserialize<TrialResult>(line)!);
            }
            process.WaitForExit();
            if (results.Count < count)
            {
                results.Add(new TrialResult(TrialResult.Crash, $"exit code {process.ExitCode}: {error.Result}", 0));
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            results.Add(new TrialResult(TrialResult.Hang, $"no result within {s_patience}", 0));
        }
    }

    private static string? ReadLine(Process process)
    {
        using CancellationTokenSource watchdog = new(s_patience);
        return process.StandardOutput.ReadLineAsync(watchdog.Token).AsTask().GetAwaiter().GetResult();
    }
}

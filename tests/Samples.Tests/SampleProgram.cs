using System.Diagnostics;

namespace MLNetDeep;

/// <summary>A sample that runs as a program of its own, in a folder of its own.</summary>
internal sealed class SampleProgram : IDisposable
{
    private static readonly TimeSpan _timeLimit = TimeSpan.FromMinutes(5);

    private readonly string _program;

    /// <param name="name">The name of the sample's project.</param>
    internal SampleProgram(string name)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string executable = OperatingSystem.IsWindows() ? $"{name}.exe" : name;
        _program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, configuration, executable));
        Folder = Directory.CreateTempSubdirectory($"{name}-").FullName;
    }

    /// <summary>The current folder of the program.</summary>
    internal string Folder { get; }

    /// <summary>The threads that LibTorch has, or null for one per core. On equally many, equal seeds give equal results.</summary>
    internal int? LibTorchThreads { get; init; }

    /// <summary>Writes a file into the folder and returns its name.</summary>
    internal string Write(string name, IEnumerable<string> lines)
    {
        File.WriteAllLines(Path.Combine(Folder, name), lines);
        return name;
    }

    /// <summary>Starts it; its output must be read.</summary>
    internal Process Start(string[] arguments)
    {
        ProcessStartInfo start = new(_program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_WAIT_POLICY"] = "passive"; // cores that others use too are not spun on
        if (LibTorchThreads is int threads)
        {
            start.Environment["OMP_NUM_THREADS"] = $"{threads}";
        }
        return Process.Start(start)!;
    }

    internal async Task<SampleRun> Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        using CancellationTokenSource limit = new(_timeLimit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new SampleRun(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

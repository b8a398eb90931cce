using System.Collections.Concurrent;
using System.Diagnostics;

namespace MLNetDeep.Tests;

/// <summary>A process that runs a sweep on a store; it ends by itself within a minute or so.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];

    internal WorkerProcess(string store, int trials, int milliseconds)
    {
        string program = Path.Combine(FixtureProgram.Folder("SweepWorker"), "SweepWorker.dll");
        ProcessStartInfo start = new("dotnet", [program, store, $"{trials}", $"{milliseconds}"]) { RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                _lines.Add(text);
            }
            else
            {
                _lines.CompleteAdding();
            }
        };
        _process.BeginOutputReadLine();
    }

    /// <summary>The lines up to one, or up to the end.</summary>
    internal IReadOnlyList<string> ReadTo(string? last = null)
    {
        List<string> read = [];
        foreach (string line in _lines.GetConsumingEnumerable())
        {
            read.Add(line);
            if (line == last)
            {
                break;
            }
        }
        return read;
    }

    internal void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        _process.WaitForExit();
        _process.Dispose();
        _lines.Dispose();
    }
}

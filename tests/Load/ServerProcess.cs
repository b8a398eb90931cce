using System.Diagnostics;

namespace MLNetDeep.Load;

/// <summary>A running service.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = address };
        Address = address;
    }

    internal Uri Address { get; }

    /// <summary>What it has taken of all processors so far.</summary>
    internal TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    internal static ServerProcess Start(string modelPath, string by)
    {
        string program = Path.ChangeExtension(typeof(ServerProcess).Assembly.Location, OperatingSystem.IsWindows() ? "exe" : null);
        Process process = Process.Start(new ProcessStartInfo(program, ["serve", modelPath, by]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        string address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The service did not start; its error is above.");
        return new ServerProcess(process, new Uri(address));
    }

    internal async Task<ServerState> State() => (await _client.GetFromJsonAsync<ServerState>("/state"))!;

    public void Dispose()
    {
        _client.Dispose();
        _process.StandardInput.Close(); // it ends by itself
        _process.WaitForExit();
        _process.Dispose();
    }
}

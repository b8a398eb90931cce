using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MLNetDeep;

/// <summary>The sample WebService as a program that runs, with the model of a short training.</summary>
internal sealed class WebService : IDisposable
{
    private static readonly Regex s_address = new(@"Now listening on: (?<address>http://127\.0\.0\.1:\d+)");
    private readonly string _folder;
    private readonly Process _process;

    private WebService(string folder, Process process, HttpClient client)
    {
        _folder = folder;
        _process = process;
        Client = client;
    }

    internal HttpClient Client { get; }

    internal string ModelPath => Path.Combine(_folder, "output", "model.zip");

    internal bool IsRunning => !_process.HasExited;

    /// <summary>The folder of the built program.</summary>
    internal static string ProgramFolder => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "WebService", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))));

    /// <summary>Starts it in a folder where there is no model yet.</summary>
    internal static async Task<WebService> Start(params string[] options)
    {
        string folder = Directory.CreateTempSubdirectory("WebService-").FullName;
        string program = Path.Combine(ProgramFolder, OperatingSystem.IsWindows() ? "WebService.exe" : "WebService");
        ProcessStartInfo start = new(program, ["--urls", "http://127.0.0.1:0", "--Rows", "400", "--Clicks:SettleTime", "00:00:00.05", .. options]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        Process process = Process.Start(start)!;
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(3));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (s_address.Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // so that it never waits for who reads
                return new WebService(folder, process, new HttpClient { BaseAddress = new Uri(match.Groups["address"].Value) });
            }
        }
        throw new AssertFailedException("The service ended before it listened.");
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

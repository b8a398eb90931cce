using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MLNetDeep;

/// <summary>A page in a Chromium without a window, asked and told by expressions of JavaScript (the DevTools protocol).</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];
    private static readonly Regex s_listening = new(@"DevTools listening on ws://(?<host>[^/]+)/");
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentQueue<string> _errors = [];
    private int _commands;

    private Browser(Process process, DirectoryInfo profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary>What the page did not catch.</summary>
    internal IEnumerable<string> Errors => _errors;

    /// <summary>The program: that which MLNETDEEP_BROWSER names, or one on the path; <see langword="null"/> if there is none.</summary>
    internal static string? Find() => Environment.GetEnvironmentVariable("MLNETDEEP_BROWSER") ?? (
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        from name in s_names
        from file in (string[])[Path.Combine(folder, name), Path.Combine(folder, $"{name}.exe")]
        where File.Exists(file)
        select file).FirstOrDefault();

    internal static async Task<Browser> Open(string program, Uri page)
    {
        DirectoryInfo profile = Directory.CreateTempSubdirectory("browser-");
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", $"{page}",
        ];
        Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Browser browser = new(process, profile);
        string host = await browser.Host();
        using HttpClient client = new();
        JsonArray targets = (await client.GetFromJsonAsync<JsonArray>($"http://{host}/json/list"))!;
        string socket = targets.Single(target => target!["type"]!.GetValue<string>() == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        await browser._socket.ConnectAsync(new Uri(socket), CancellationToken.None);
        await browser.Send("Runtime.enable", []);
        await browser.Becomes($"document.readyState === 'complete' && location.href === '{page}'");
        return browser;
    }

    /// <summary>The value of an expression, when its promise is kept.</summary>
    internal async Task<JsonNode?> Evaluate(string expression)
    {
        JsonNode result = await Send("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        return result["exceptionDetails"] is { } exception ? throw new AssertFailedException($"{expression}: {exception.ToJsonString()}") : result["result"]!["value"];
    }

    /// <summary>Waits until an expression is true.</summary>
    internal async Task Becomes(string expression)
    {
        using CancellationTokenSource patience = new(s_patience);
        while ((await Evaluate(expression))?.GetValue<bool>() != true)
        {
            Assert.IsFalse(patience.IsCancellationRequested, $"It did not become true: {expression}. The page says: {await Evaluate("document.body.innerText")}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Delete(recursive: true);
    }

    /// <summary>Where it takes commands; it writes that when it is ready.</summary>
    private async Task<string> Host()
    {
        using CancellationTokenSource patience = new(s_patience);
        while (await _process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            if (s_listening.Match(line) is { Success: true } match)
            {
                _ = _process.StandardError.ReadToEndAsync(CancellationToken.None); // or else it may wait for a reader
                return match.Groups["host"].Value;
            }
        }
        throw new AssertFailedException("The browser ended before it listened.");
    }

    private async Task<JsonNode> Send(string method, JsonObject parameters)
    {
        int id = ++_commands;
        JsonObject command = new() { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        while (true)
        {
            JsonNode message = await Receive();
            if (message["method"]?.GetValue<string>() == "Runtime.exceptionThrown")
            {
                _errors.Enqueue(message["params"]!.ToJsonString());
            }
            if (message["id"]?.GetValue<int>() == id)
            {
                return message["result"] ?? throw new AssertFailedException(message.ToJsonString());
            }
        }
    }

    private async Task<JsonNode> Receive()
    {
        using CancellationTokenSource patience = new(s_patience);
        using MemoryStream message = new();
        byte[] buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }
}

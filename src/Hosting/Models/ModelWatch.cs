using Microsoft.Extensions.Logging;

namespace MLNetDeep;

/// <summary>Calls for a model to be loaded whenever its file has changed and then stays as it is.</summary>
/// <remarks>The file system's notices come soon, but not from everywhere and not surely; looking from time to time finds the rest.</remarks>
internal sealed class ModelWatch : IAsyncDisposable
{
    private readonly string _path;
    private readonly PredictorOptions _options;
    private readonly Func<bool> _load;
    private readonly SemaphoreSlim _notices = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly FileSystemWatcher? _watcher;
    private readonly Task _loop;
    private FileState _known;

    /// <param name="path">The full path of the file.</param>
    /// <param name="known">The file that is loaded already.</param>
    /// <param name="options">How often to look, and how long the file must stay as it is.</param>
    /// <param name="load">Loads it, on a thread of its own. Returns whether the file could be read at all; if not, it is tried again.</param>
    /// <param name="name">The predictor's name.</param>
    /// <param name="logger">Is told if the file system gives no notice.</param>
    internal ModelWatch(string path, FileState known, PredictorOptions options, Func<bool> load, string name, ILogger logger)
    {
        _path = path;
        _known = known;
        _options = options;
        _load = load;
        try
        {
            _watcher = Watch();
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or PlatformNotSupportedException)
        {
            Log.OnlyPolling(logger, name, options.PollingInterval, exception);
        }
        _loop = Task.Run(Loop);
    }

    public async ValueTask DisposeAsync()
    {
        _watcher?.Dispose();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose(); // not the notices: a late one may still come in
    }

    private FileSystemWatcher Watch()
    {
        FileSystemWatcher watcher = new(Path.GetDirectoryName(_path)!, Path.GetFileName(_path));
        watcher.Changed += (_, _) => _notices.Release();
        watcher.Created += (_, _) => _notices.Release();
        watcher.Renamed += (_, _) => _notices.Release();
        watcher.Error += (_, _) => _notices.Release(); // some were lost
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private async Task Loop()
    {
        while (true)
        {
            bool isNoticed = await _notices.WaitAsync(_options.PollingInterval, _stop.Token).ConfigureAwait(false);
            if (isNoticed || FileState.Of(_path) != _known)
            {
                await LoadOnceSettled().ConfigureAwait(false);
            }
        }
    }

    private async Task LoadOnceSettled()
    {
        FileState before, now = FileState.Of(_path);
        do
        {
            before = now;
            await Task.Delay(_options.SettleTime, _stop.Token).ConfigureAwait(false);
            now = FileState.Of(_path);
        }
        while (now != before);
        while (_notices.Wait(0)) // those of the change that has settled
        {
        }
        bool isRead = await Task.Factory.StartNew(_load, _stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        if (isRead)
        {
            _known = now;
        }
    }
}

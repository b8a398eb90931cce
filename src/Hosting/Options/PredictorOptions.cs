namespace MLNetDeep;

/// <summary>Which model a predictor has, and how it treats requests.</summary>
/// <remarks>Values are checked when the application starts, or else when the predictor is first asked for.</remarks>
public sealed class PredictorOptions
{
    /// <summary>The file of the model, as <c>mlContext.Model.Save</c> writes it; relative to the current folder of the process.</summary>
    /// <value>There is no default. Any ML.NET model that a <c>PredictionEngine</c> takes.</value>
    public string ModelPath { get; set; } = "";

    /// <summary>Whether a change of the file replaces the model while the application runs.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    /// <remarks>The new model is loaded and warmed up beside the old one, which serves until then. A file that is no usable model changes nothing, but is logged and turns the health check to degraded.</remarks>
    public bool WatchForChanges { get; set; }

    /// <summary>How often length and time of the file are looked at, where the file system does not tell of changes (network shares, mounted volumes).</summary>
    /// <value>The default is 10 seconds. Positive, at most a day.</value>
    public TimeSpan PollingInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a changed file must stay as it is before it is read, so that one that is still being written is not.</summary>
    /// <value>The default is half a second. At least 0, at most an hour.</value>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The most requests that are scored together.</summary>
    /// <value>The default is 64. 1 to 256; 1 scores each alone.</value>
    /// <remarks>
    /// Networks of MLNetDeep score many rows faster than one by one. How many it takes is measured for each model when it is loaded, and requests are gathered only where that is faster.
    /// A request that comes alone is scored at once, by the thread that brings it.
    /// </remarks>
    public int MaximumBatchSize { get; set; } = 64;

    /// <summary>How long a request may wait for others to be scored with, although a core is free.</summary>
    /// <value>The default is 0: as long as all cores are busy, requests gather anyway. At least 0, at most a second; the system's timer makes at least a millisecond or so of it.</value>
    /// <remarks>Worthwhile where large blocks cost as little as small ones, as on a GPU. A request that comes alone is not delayed.</remarks>
    public TimeSpan MaximumDelay { get; set; }

    /// <summary>The most requests that wait. One more is refused by a <see cref="PredictorBusyException"/>.</summary>
    /// <value>The default is 1024. At least 0; with 0, a request is refused when all cores are busy with others.</value>
    public int MaximumQueueLength { get; set; } = 1024;

    /// <summary>The longest that a request waits for its turn, before it fails by a <see cref="TimeoutException"/>.</summary>
    /// <value>The default is 30 seconds. Positive, at most an hour.</value>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How the networks of the model are run, such as on a GPU.</summary>
    /// <value>The default is none: on the CPU. Only for models with a network of MLNetDeep.</value>
    public ExecutionOptions? Execution { get; set; }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace MLNetDeep;

/// <summary>A named predictor: its model, its requests, and what is known of both.</summary>
internal sealed class Predictor<TIn, TOut> : IPredictor<TIn, TOut>, IRunningPredictor, IAsyncDisposable, IDisposable
    where TIn : class
    where TOut : class, new()
{
    private readonly ILogger _logger;
    private readonly CurrentModel<TIn, TOut> _model;
    private readonly RequestScheduler<TIn, TOut> _requests;
    private readonly PredictorMetrics _metrics;
    private readonly ModelUpdates<TIn, TOut>? _updates;
    private bool _isDisposed;

    /// <summary>Loads the model.</summary>
    /// <exception cref="InvalidOperationException">The file is missing, or no model for these rows.</exception>
    internal Predictor(string name, PredictorOptions options, MLContext ml, TIn? example, IMeterFactory meters, ILogger<Predictor<TIn, TOut>> logger)
    {
        Name = name;
        _logger = logger;
        ModelSource<TIn, TOut> source = new(name, options, ml, example, logger);
        FileState file = FileState.Of(source.FullPath);
        _model = new CurrentModel<TIn, TOut>(LoadFirst(source));
        _metrics = new PredictorMetrics(meters, name, () => _requests?.WaitingCount ?? 0, () => ModelVersion);
        _requests = new RequestScheduler<TIn, TOut>(name, options, _model, new RequestScoring<TIn, TOut>(_metrics));
        if (options.WatchForChanges)
        {
            _updates = new ModelUpdates<TIn, TOut>(name, file, options, source, _model, _metrics, logger);
        }
    }

    public string Name { get; }

    public string ModelVersion => _model.Value.Version;

    public string? ModelProblem => _updates?.Problem;

    public bool IsStopped => _requests.IsStopped;

    public Task<TOut> PredictAsync(TIn input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TOut>(cancellationToken);
        }
        _metrics.Requested();
        return Activities.AreWanted ? PredictTraced(input, cancellationToken) : _requests.Predict(input, null, cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        int abandoned = await _requests.StopAsync(cancellationToken).ConfigureAwait(false);
        if (abandoned > 0)
        {
            Log.Abandoned(_logger, Name, abandoned);
        }
    }

    /// <summary>Refuses what waits. The model is freed when what is being scored is done.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return; // a container that gave it out by name and without disposes it twice
        }
        if (_updates is not null)
        {
            await _updates.DisposeAsync().ConfigureAwait(false);
        }
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _requests.Dispose();
        _model.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static LoadedModel<TIn, TOut> LoadFirst(ModelSource<TIn, TOut> source)
    {
        try
        {
            return source.Load(source.Read());
        }
        catch (Exception exception)
        {
            throw source.Explain(exception);
        }
    }

    private async Task<TOut> PredictTraced(TIn input, CancellationToken cancellationToken)
    {
        using Activity? activity = Activities.Start(Name);
        try
        {
            return await _requests.Predict(input, activity, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Activities.Fail(activity, exception);
            throw;
        }
    }
}

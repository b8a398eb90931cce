using Microsoft.Extensions.Logging;

namespace MLNetDeep;

/// <summary>Replaces the model by what its file holds, if that is a usable model of another version.</summary>
internal sealed class ModelUpdates<TIn, TOut> : IAsyncDisposable
    where TIn : class
    where TOut : class, new()
{
    private readonly ModelSource<TIn, TOut> _source;
    private readonly CurrentModel<TIn, TOut> _model;
    private readonly PredictorMetrics _metrics;
    private readonly ILogger _logger;
    private readonly ModelWatch _watch;
    private volatile string? _problem;

    /// <param name="name">The predictor's name.</param>
    /// <param name="known">The file from which the first model was loaded.</param>
    /// <param name="options">When to look.</param>
    /// <param name="source">What makes models.</param>
    /// <param name="model">Where they go.</param>
    /// <param name="metrics">Counts them.</param>
    /// <param name="logger">Is told of them.</param>
    internal ModelUpdates(
        string name, FileState known, PredictorOptions options, ModelSource<TIn, TOut> source, CurrentModel<TIn, TOut> model, PredictorMetrics metrics, ILogger logger)
    {
        _source = source;
        _model = model;
        _metrics = metrics;
        _logger = logger;
        _watch = new ModelWatch(source.FullPath, known, options, Load, name, logger);
    }

    /// <summary>Why the file is not in use; <see langword="null"/> if it is.</summary>
    internal string? Problem => _problem;

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    private bool Load()
    {
        try
        {
            ModelContent content = _source.Read();
            if (content.Version != _model.Value.Version)
            {
                _model.Replace(_source.Load(content));
                NativeHeap.Trim(); // what is left of the model before, or of the one before that if somebody is still inside
                _metrics.Reloaded(null);
            }
            _problem = null; // also when a bad file was replaced by the one that serves
            return true;
        }
        catch (Exception exception)
        {
            Report(exception);
            return exception is not (IOException or UnauthorizedAccessException); // what could not be read may be readable soon
        }
    }

    private void Report(Exception exception)
    {
        string problem = _source.Explain(exception).Message;
        if (problem != _problem)
        {
            _problem = problem;
            _metrics.Reloaded(exception);
            Log.NotReplaced(_logger, _model.Value.Version, problem, exception);
        }
    }
}

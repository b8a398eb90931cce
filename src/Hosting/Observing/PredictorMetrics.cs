using System.Diagnostics.Metrics;

namespace MLNetDeep;

/// <summary>What is measured of a predictor, under the names of the README.</summary>
internal sealed class PredictorMetrics
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    internal const string Source = "MLNetDeep.Hosting";

    private readonly KeyValuePair<string, object?> _name;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _errors;
    private readonly Histogram<long> _batchSize;
    private readonly Histogram<double> _queueDuration;
    private readonly Histogram<double> _inferenceDuration;
    private readonly Counter<long> _reloads;

    /// <param name="meters">Makes the meter, which lives as long as the application.</param>
    /// <param name="name">The predictor's name.</param>
    /// <param name="queueLength">How many requests wait.</param>
    /// <param name="version">The version of the model.</param>
    internal PredictorMetrics(IMeterFactory meters, string name, Func<int> queueLength, Func<string> version)
    {
        _name = new("predictor.name", name);
        Meter meter = meters.Create(Source, null, [_name]); // a tag of the meter too: each predictor has its own instruments
        _requests = meter.CreateCounter<long>("mlnetdeep.predictor.requests", "{request}", "Requests for predictions.");
        _errors = meter.CreateCounter<long>("mlnetdeep.predictor.errors", "{request}", "Requests that ended without a prediction; error.type says why.");
        _batchSize = meter.CreateHistogram<long>("mlnetdeep.predictor.batch.size", "{row}", "Rows that were scored together.");
        _queueDuration = meter.CreateHistogram<double>("mlnetdeep.predictor.queue.duration", "s", "Time that a request waited until its scoring began.");
        _inferenceDuration = meter.CreateHistogram<double>("mlnetdeep.predictor.inference.duration", "s", "Time that scoring took, of one row or of several together.");
        _reloads = meter.CreateCounter<long>("mlnetdeep.predictor.model.reloads", "{reload}", "Attempts to replace the model; error.type says why one failed.");
        meter.CreateObservableUpDownCounter("mlnetdeep.predictor.queue.length", () => new Measurement<int>(queueLength(), _name), "{request}", "Requests that wait.");
        meter.CreateObservableGauge(
            "mlnetdeep.predictor.model.info", () => new Measurement<int>(1, _name, new("model.version", version())), "{model}", "Always 1; model.version says which model serves.");
    }

    internal void Requested() => _requests.Add(1, _name);

    internal void Failed(Exception exception) => _errors.Add(1, _name, ErrorType(exception));

    internal void Reloaded(Exception? exception)
    {
        if (exception is null)
        {
            _reloads.Add(1, _name);
        }
        else
        {
            _reloads.Add(1, _name, ErrorType(exception));
        }
    }

    internal void Scored(int rows, TimeSpan duration)
    {
        _batchSize.Record(rows, _name);
        _inferenceDuration.Record(duration.TotalSeconds, _name);
    }

    internal void Waited(TimeSpan duration) => _queueDuration.Record(duration.TotalSeconds, _name);

    private static KeyValuePair<string, object?> ErrorType(Exception exception) => new("error.type", exception.GetType().FullName);
}

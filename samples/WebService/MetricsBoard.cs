using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WebService;

/// <summary>Sums up what the predictor measures, for the page. A real service would hand it to OpenTelemetry.</summary>
internal sealed class MetricsBoard : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Reading> _readings = [];

    /// <summary>Listens from now on.</summary>
    public void Start()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "MLNetDeep.Hosting")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Set(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
        _listener.Start();
    }

    /// <summary>By instrument: how often it was used, the sum of its values, and its last text.</summary>
    public IReadOnlyDictionary<string, Reading> Read()
    {
        _listener.RecordObservableInstruments();
        return new SortedDictionary<string, Reading>(_readings);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(string name, double value) =>
        _readings.AddOrUpdate(name, new Reading(1, value, null), (_, before) => before with { Count = before.Count + 1, Sum = before.Sum + value });

    private void Set(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? version = null;
        foreach ((string key, object? tag) in tags)
        {
            version = key == "model.version" ? tag as string : version;
        }
        _readings[name] = new Reading(1, value, version);
    }

    /// <summary>What is known of an instrument.</summary>
    /// <param name="Count">How often it was used.</param>
    /// <param name="Sum">The sum of its values; of those that are observed, the last.</param>
    /// <param name="Version">The version of the model, where it has one.</param>
    public sealed record Reading(long Count, double Sum, string? Version);
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class PredictorMetricsTests
{
    private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> _measured = [];

    [TestMethod]
    public async Task Instruments_MeasureRequestsErrorsAndReloads()
    {
        using MeterListener listener = Listen();
        await using ToyApplication application = await ToyApplication.Start(ToyModel.Regression(), options => options.WatchForChanges = true);
        await application.Predictor.PredictAsync(ToyRow.Row(1));
        Exception error = await Assert.ThrowsAsync<Exception>(() => application.Predictor.PredictAsync(new ToyRow { Features = [1] }));
        string version = application.Predictor.ModelVersion;
        listener.RecordObservableInstruments();
        application.Folder.Replace(ToyModel.SumOf(3));
        await Eventually.Holds(() => Values("model.reloads").Length > 0, "the model is replaced");

        Assert.AreSequenceEqual([1, 1], Values("requests"));
        Assert.AreSequenceEqual([1], Values("errors"));
        Assert.AreEqual(error.GetType().FullName, Tag("errors", "error.type"));
        Assert.AreSequenceEqual([1], Values("batch.size"));
        Assert.IsTrue(Values("inference.duration").Single() is > 0 and < 60);
        Assert.AreSequenceEqual([0], Values("queue.length"));
        Assert.AreSequenceEqual([1], Values("model.info"));
        Assert.AreEqual(version, Tag("model.info", "model.version"));
        Assert.IsTrue(_measured.All(measurement => measurement.Tags["predictor.name"] is "toys"));
    }

    [TestMethod]
    public async Task Instruments_MeasureWhatWaitsAndWhatIsScoredTogether()
    {
        using MeterListener listener = Listen();
        await using ToyApplication application = await ToyApplication.Start(ToyNetwork.Create(width: 1024));
        Task<ScoreRow>[] predictions;
        using (new BusyPool())
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => { }, null); // as a request that nobody has taken in yet
            predictions = [.. ToyRow.Rows(30).Select(row => application.Predictor.PredictAsync(row))];
            listener.RecordObservableInstruments();
        }
        await Task.WhenAll(predictions);

        Assert.Contains(30, Values("queue.length"), string.Join(' ', application.Log.Messages));
        Assert.HasCount(30, Values("queue.duration"));
        Assert.IsTrue(Values("queue.duration").All(seconds => seconds is > 0 and < 60));
        Assert.AreEqual(30, Values("batch.size").Sum());
        Assert.HasCount(Values("batch.size").Length, Values("inference.duration"));
        Assert.IsLessThan(30, Values("batch.size").Length);
    }

    [TestMethod]
    public async Task Reloads_ThatFail_SayWhy()
    {
        using MeterListener listener = Listen();
        await using ToyApplication application = await ToyApplication.Start(ToyModel.Regression(), options => options.WatchForChanges = true);
        await File.WriteAllTextAsync(application.Folder.ModelPath, "no model");
        await Eventually.Holds(() => Values("model.reloads").Length > 0, "the file is refused");
        Assert.IsNotNull(Tag("model.reloads", "error.type"));
    }

    private double[] Values(string name) => [.. _measured.Where(measurement => measurement.Name == $"mlnetdeep.predictor.{name}").Select(measurement => measurement.Value)];

    private object? Tag(string name, string tag) => _measured.Last(measurement => measurement.Name == $"mlnetdeep.predictor.{name}").Tags[tag];

    private MeterListener Listen()
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "MLNetDeep.Hosting")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        return listener;
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue((instrument.Name, value, new Dictionary<string, object?>(tags.ToArray())));
}

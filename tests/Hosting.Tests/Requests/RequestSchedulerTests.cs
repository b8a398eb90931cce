using System.Diagnostics.Metrics;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class RequestSchedulerTests : IDisposable
{
    private readonly MLContext _ml = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<int> _blocks = [];
    private readonly MeterListener _listener = new();

    public RequestSchedulerTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "mlnetdeep.predictor.batch.size")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, rows, _, _) =>
        {
            lock (_blocks)
            {
                _blocks.Add((int)rows);
            }
        });
        _listener.Start();
    }

    public void Dispose()
    {
        Gate.Open();
        _listener.Dispose();
        _services.Dispose();
    }

    [TestMethod]
    public void Predict_Alone_IsScoredByTheCallingThread()
    {
        using RequestScheduler<ToyRow, ScoreRow> scheduler = Create(Gate.Model(_ml), new PredictorOptions());
        Task<ScoreRow> prediction = scheduler.Predict(ToyRow.Row(7), null, default);
        Assert.IsTrue(prediction.IsCompletedSuccessfully);
        Assert.AreEqual(7, prediction.Result.Score);
    }

    [TestMethod]
    public async Task Predict_OnTakenCores_WaitsForItsTurn()
    {
        using RequestScheduler<ToyRow, ScoreRow> scheduler = Create(Gate.Model(_ml), new PredictorOptions());
        Task<ScoreRow> first = Occupy(scheduler);
        Task<ScoreRow>[] others = [.. ToyRow.Rows(5).Select(row => scheduler.Predict(row, null, default))];
        Assert.AreEqual(5, scheduler.WaitingCount);
        Assert.IsFalse(others.Any(other => other.IsCompleted));
        Gate.Open();
        await first;
        Assert.AreSequenceEqual([0, 1, 2, 3, 4], (await Task.WhenAll(others)).Select(score => score.Score));
        Assert.AreEqual(0, scheduler.WaitingCount);
    }

    [TestMethod]
    public async Task Predict_WithAFullQueue_IsRefused()
    {
        using RequestScheduler<ToyRow, ScoreRow> scheduler = Create(Gate.Model(_ml), new PredictorOptions { MaximumQueueLength = 1 });
        Task<ScoreRow> first = Occupy(scheduler), second = scheduler.Predict(ToyRow.Row(2), null, default);
        PredictorBusyException exception = await Assert.ThrowsExactlyAsync<PredictorBusyException>(() => scheduler.Predict(ToyRow.Row(3), null, default));
        Assert.AreEqual("Predictor 'toys' is too busy: 1 requests wait already (MaximumQueueLength). Send the request again later.", exception.Message);
        Gate.Open();
        Assert.AreEqual(2, (await second).Score);
        Assert.AreEqual(1, (await first).Score);
    }

    [TestMethod]
    public async Task Predict_CancelledWhileItWaits_LeavesTheQueue()
    {
        using RequestScheduler<ToyRow, ScoreRow> scheduler = Create(Gate.Model(_ml), new PredictorOptions { MaximumQueueLength = 1 });
        Task<ScoreRow> first = Occupy(scheduler);
        using CancellationTokenSource cancellation = new();
        Task<ScoreRow> second = scheduler.Predict(ToyRow.Row(2), null, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => second);
        Task<ScoreRow> third = scheduler.Predict(ToyRow.Row(3), null, default); // there is a place again
        Gate.Open();
        Assert.AreEqual(3, (await third).Score);
        await first;
        Assert.AreEqual(0, scheduler.WaitingCount);
    }

    [TestMethod]
    public async Task Predict_WhoseTurnDoesNotCome_FailsInTime()
    {
        using RequestScheduler<ToyRow, ScoreRow> scheduler = Create(Gate.Model(_ml), new PredictorOptions { QueueTimeout = TimeSpan.FromMilliseconds(20) });
        Task<ScoreRow> first = Occupy(scheduler);
        TimeoutException exception = await Assert.ThrowsExactlyAsync<TimeoutException>(() => scheduler.Predict(ToyRow.Row(2), null, default));
        Assert.AreEqual("Predictor 'toys' could not begin with the request within 0.02 s (QueueTimeout).", exception.Message);
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => scheduler.Predict(ToyRow.Row(3), null, default)); // the timer is set again
        Gate.Open();
        Assert.AreEqual(1, (await first).Score);
    }

    [TestMethod]
    public async Task Predict_OfABadRowAmongOthers_FailsAlone()
    {
        using RequestScheduler<ToyRow, ScoreRow> scheduler = Create(BehindAGate(width: 256), new PredictorOptions());
        Task<ScoreRow> first = Occupy(scheduler);
        Task<ScoreRow>[] others = [.. Enumerable.Range(0, 12).Select(number => scheduler.Predict(ToyRow.Row(number == 5 ? -5 : number), null, default))];
        Gate.Open();
        await Assert.ThrowsAsync<Exception>(() => others[5]);
        await Task.WhenAll(others.Where((_, number) => number != 5));
        await first;
    }

    [TestMethod]
    public async Task Predict_OfManyAtATime_ScoresThemTogetherWithEqualResults()
    {
        ITransformer model = BehindAGate(width: 1024);
        using RequestScheduler<ToyRow, ScoreRow> scheduler = Create(model, new PredictorOptions { MaximumBatchSize = 20 });
        Task<ScoreRow> first = Occupy(scheduler);
        Task<ScoreRow>[] others = [.. ToyRow.Rows(50).Select(row => scheduler.Predict(row, null, default))];
        lock (_blocks)
        {
            _blocks.Clear();
        }
        Gate.Open();
        ScoreRow[] scores = await Task.WhenAll(others);
        await first;
        using PredictionEngine<ToyRow, ScoreRow> engine = _ml.Model.CreatePredictionEngine<ToyRow, ScoreRow>(model, new PredictionEngineOptions { OwnsTransformer = false });
        for (int row = 0; row < scores.Length; row++)
        {
            Assert.AreEqual(engine.Predict(ToyRow.Row(row)).Score, scores[row].Score, 1e-4f);
        }
        Assert.AreSequenceEqual([20, 20], _blocks.Where(rows => rows > 1).Take(2)); // the rest may be too few
        Assert.IsLessThanOrEqualTo(20, _blocks.Max());
    }

    [TestMethod]
    public async Task Predict_BehindOtherWorkOfThePool_IsGathered()
    {
        using RequestScheduler<ToyRow, ScoreRow> scheduler = Create(ToyNetwork.Create(width: 1024), new PredictorOptions(), Environment.ProcessorCount);
        Task<ScoreRow>[] predictions;
        using (new BusyPool())
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => { }, null); // as a request that nobody has taken in yet
            predictions = [.. ToyRow.Rows(30).Select(row => scheduler.Predict(row, null, default))];
            Assert.AreEqual(30, scheduler.WaitingCount);
        }
        await Task.WhenAll(predictions);
        Assert.IsGreaterThan(8, _blocks.Max());
    }

    [TestMethod]
    public void Predict_BehindOtherWorkOfThePool_IsScoredAtOnceWhereATrialTurnsGatheringOff()
    {
        TimeSpan clock = default;
        GatheringTrial trial = new(() => TimeSpan.Zero, () => clock);
        using RequestScheduler<ToyRow, ScoreRow> scheduler = Create(ToyNetwork.Create(width: 1024), new PredictorOptions(), Environment.ProcessorCount, trial);
        clock = TimeSpan.FromSeconds(0.5);
        while (trial.IsOn) // the first requests are the first span of the trial
        {
            Assert.IsTrue(scheduler.Predict(ToyRow.Row(1), null, default).IsCompletedSuccessfully);
        }
        using (new BusyPool())
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => { }, null);
            Assert.IsTrue(scheduler.Predict(ToyRow.Row(1), null, default).IsCompletedSuccessfully);
        }
    }

    [TestMethod]
    public async Task Predict_WithADelay_WaitsForAFullBlockButNotAlone()
    {
        PredictorOptions options = new() { MaximumBatchSize = 8, MaximumDelay = TimeSpan.FromSeconds(1) };
        using RequestScheduler<ToyRow, ScoreRow> scheduler = Create(BehindAGate(width: 1024), options, cores: 4);
        Assert.IsTrue(scheduler.Predict(ToyRow.Row(1), null, default).IsCompleted);
        Task<ScoreRow> first = Occupy(scheduler);
        lock (_blocks)
        {
            _blocks.Clear();
        }
        Task<ScoreRow>[] others = [.. ToyRow.Rows(7).Select(row => scheduler.Predict(row, null, default))];
        Assert.AreEqual(7, scheduler.WaitingCount); // although cores are free
        Gate.Open();
        Task<ScoreRow> last = scheduler.Predict(ToyRow.Row(8), null, default);
        await Task.WhenAll([first, last, .. others]);
        Assert.Contains(8, _blocks);
    }

    [TestMethod]
    public async Task Stop_FinishesWhatIsHereAndRefusesMore()
    {
        using RequestScheduler<ToyRow, ScoreRow> scheduler = Create(Gate.Model(_ml), new PredictorOptions());
        Task<ScoreRow> first = Occupy(scheduler), second = scheduler.Predict(ToyRow.Row(2), null, default);
        Task<int> stop = scheduler.StopAsync(default);
        ObjectDisposedException exception = await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => scheduler.Predict(ToyRow.Row(3), null, default));
        Assert.AreEqual("Predictor 'toys' takes no more requests: the application ends.", exception.Message);
        Assert.IsFalse(stop.IsCompleted);
        Gate.Open();
        Assert.AreEqual(0, await stop);
        Assert.AreEqual(1, (await first).Score);
        Assert.AreEqual(2, (await second).Score);
    }

    [TestMethod]
    public async Task Stop_WhosePatienceEnds_RefusesWhatWaits()
    {
        using RequestScheduler<ToyRow, ScoreRow> scheduler = Create(Gate.Model(_ml), new PredictorOptions());
        Task<ScoreRow> first = Occupy(scheduler), second = scheduler.Predict(ToyRow.Row(2), null, default);
        Assert.AreEqual(1, await scheduler.StopAsync(new CancellationToken(canceled: true)));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => second);
        Gate.Open();
        Assert.AreEqual(1, (await first).Score);
    }

    /// <summary>A network whose fourth feature comes through the gate.</summary>
    private TransformerChain<ITransformer> BehindAGate(int width)
    {
        ITransformer gate = Gate.Model(_ml);
        ITransformer features = _ml.Transforms.Concatenate("Features", "Features", "Score").Fit(gate.Transform(ToyRow.View(1)));
        return new(gate, features, ToyNetwork.Create(width, features: ToyModel.FeatureCount + 1));
    }

    /// <summary>A scheduler of a model; each core that is taken is one of so many.</summary>
    private RequestScheduler<ToyRow, ScoreRow> Create(ITransformer transformer, PredictorOptions options, int cores = 1, GatheringTrial? trial = null)
    {
        LoadedModel<ToyRow, ScoreRow> loaded = new(_ml, transformer, "1", options.MaximumBatchSize);
        loaded.WarmUp(ToyRow.Row(1));
        PredictorMetrics metrics = new(_services.GetRequiredService<IMeterFactory>(), "toys", () => 0, () => "1");
        return new RequestScheduler<ToyRow, ScoreRow>("toys", options, new CurrentModel<ToyRow, ScoreRow>(loaded), new RequestScoring<ToyRow, ScoreRow>(metrics))
        {
            MostCores = cores,
            Trial = trial ?? new(() => TimeSpan.Zero, () => TimeSpan.Zero), // on
        };
    }

    /// <summary>Takes a core with row 1, which stands at the closed gate.</summary>
    private static Task<ScoreRow> Occupy(RequestScheduler<ToyRow, ScoreRow> scheduler)
    {
        Gate.Close();
        Task<ScoreRow> first = Task.Factory.StartNew(() => scheduler.Predict(ToyRow.Row(1), null, default), default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        Gate.WaitForRow();
        return first;
    }
}

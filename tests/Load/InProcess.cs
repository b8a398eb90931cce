namespace MLNetDeep.Load;

/// <summary>The same without HTTP: what gathering does by itself. Each request goes through the queue of the thread pool, as one that comes from a socket does.</summary>
internal sealed class InProcess : IAsyncDisposable
{
    private readonly Row[] _rows = Row.Some(16);
    private readonly ServiceProvider _services;
    private readonly IPredictor<Row, Scores> _predictor;
    private readonly EnginePool _engines;

    internal InProcess(string modelPath)
    {
        _engines = new EnginePool(new MLContext(), modelPath);
        _services = new ServiceCollection().AddPredictor<Row, Scores>("load", options => options.ModelPath = modelPath, example: _rows[0]).BuildServiceProvider();
        _predictor = _services.GetRequiredService<IPredictor<Row, Scores>>();
        Engines = new Target(AskEngines, () => Environment.CpuUsage.TotalTime);
        Predictor = new Target(AskPredictor, () => Environment.CpuUsage.TotalTime);
        Nothing = new Target(async _ => await Task.Yield(), () => Environment.CpuUsage.TotalTime);
    }

    internal Target Engines { get; }

    internal Target Predictor { get; }

    internal Target Nothing { get; }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async ValueTask AskEngines(int client)
    {
        await Task.Yield();
        _engines.Predict(_rows[client % _rows.Length]);
    }

    private async ValueTask AskPredictor(int client)
    {
        await Task.Yield();
        await _predictor.PredictAsync(_rows[client % _rows.Length]);
    }
}

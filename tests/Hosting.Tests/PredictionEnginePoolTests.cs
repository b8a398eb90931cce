using Microsoft.Extensions.ObjectPool;

namespace MLNetDeep.Tests;

/// <summary>What ML.NET's own <c>PredictionEnginePool</c> does: many engines over one model, which is disposed when another takes its place, also while engines are in use.</summary>
[TestClass]
public sealed class PredictionEnginePoolTests
{
    private readonly MLContext _ml = new();

    [TestMethod]
    public async Task Engines_OverAModelThatIsReplacedUnderLoad_AnswerRightlyOrSayThatItIsDisposed()
    {
        Models models = new(_ml);
        using CancellationTokenSource stop = new();
        Task<int>[] clients = [.. Enumerable.Range(0, 4).Select(client => Task.Run(() => Ask(models, client, stop.Token)))];
        for (int round = 0; round < 50; round++)
        {
            models.Replace();
            await Task.Yield();
        }
        await Eventually.Holds(() => models.Answers > 1000, "the engines have answered");
        await stop.CancelAsync();
        Assert.AreSequenceEqual([0, 0, 0, 0], await Task.WhenAll(clients));
    }

    /// <summary>How many answers were wrong.</summary>
    private static int Ask(Models models, int client, CancellationToken stop)
    {
        int wrong = 0;
        ToyRow row = ToyRow.Row(client + 1);
        float expected = ToyModel.Linear(row.Features);
        while (!stop.IsCancellationRequested)
        {
            ObjectPool<PredictionEngine<ToyRow, ScoreRow>> pool = models.Pool; // as in that package: the engine goes back to where it came from
            try
            {
                PredictionEngine<ToyRow, ScoreRow> engine = pool.Get();
                wrong += engine.Predict(row).Score == expected ? 0 : 1;
                models.Answered();
                pool.Return(engine);
            }
            catch (ObjectDisposedException) // the model was replaced since
            {
            }
        }
        return wrong;
    }

    private sealed class Models
    {
        private readonly MLContext _ml;
        private DeepTransformer _model = ToyModel.Regression();
        private volatile ObjectPool<PredictionEngine<ToyRow, ScoreRow>> _pool;
        private int _answers;

        internal Models(MLContext ml)
        {
            _ml = ml;
            _pool = CreatePool(_model);
        }

        internal ObjectPool<PredictionEngine<ToyRow, ScoreRow>> Pool => _pool;

        internal int Answers => Volatile.Read(ref _answers);

        internal void Answered() => Interlocked.Increment(ref _answers);

        internal void Replace()
        {
            DeepTransformer old = _model;
            _model = ToyModel.Regression();
            _pool = CreatePool(_model);
            old.Dispose();
        }

        private ObjectPool<PredictionEngine<ToyRow, ScoreRow>> CreatePool(DeepTransformer model)
        {
            PredictionEngineOptions shared = new() { OwnsTransformer = false };
            return new DefaultObjectPoolProvider().Create(new EnginePolicy<PredictionEngine<ToyRow, ScoreRow>>(
                () => _ml.Model.CreatePredictionEngine<ToyRow, ScoreRow>(model, shared)));
        }
    }
}

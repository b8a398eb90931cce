using Microsoft.Extensions.ObjectPool;

namespace MLNetDeep.Load;

/// <summary>What services have without this library: a pool of engines over one model.</summary>
internal sealed class EnginePool(MLContext ml, string modelPath)
{
    private readonly ObjectPool<PredictionEngine<Row, Scores>> _engines = new DefaultObjectPoolProvider().Create(new Policy(ml, ml.Model.Load(modelPath, out _)));

    internal Scores Predict(Row row)
    {
        PredictionEngine<Row, Scores> engine = _engines.Get();
        try
        {
            return engine.Predict(row);
        }
        finally
        {
            _engines.Return(engine);
        }
    }

    private sealed class Policy(MLContext ml, ITransformer model) : PooledObjectPolicy<PredictionEngine<Row, Scores>>
    {
        public override PredictionEngine<Row, Scores> Create() => ml.Model.CreatePredictionEngine<Row, Scores>(model, new PredictionEngineOptions { OwnsTransformer = false });

        public override bool Return(PredictionEngine<Row, Scores> obj) => true;
    }
}

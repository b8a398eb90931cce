using Microsoft.Extensions.ObjectPool;

namespace MLNetDeep;

/// <summary>A version of a model with its engines. It is freed when it was replaced and its last user has left.</summary>
internal sealed class LoadedModel<TIn, TOut>
    where TIn : class
    where TOut : class, new()
{
    private readonly ITransformer _transformer;
    private readonly ObjectPool<PredictionEngine<TIn, TOut>> _engines;
    private readonly ObjectPool<BlockEngine<TIn, TOut>>? _blocks;
    private int _users = 1; // the predictor itself

    /// <param name="ml">What makes engines.</param>
    /// <param name="transformer">The model, which is disposed with this.</param>
    /// <param name="version">What tells it from others.</param>
    /// <param name="maximumRows">The most rows of a block; 1 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model needs a column that <typeparamref name="TIn"/> has not.</exception>
    /// <exception cref="InvalidOperationException">The model gives no such column as <typeparamref name="TOut"/> asks for.</exception>
    internal LoadedModel(MLContext ml, ITransformer transformer, string version, int maximumRows)
    {
        _transformer = transformer;
        Version = version;
        CheckOutputs(ml, transformer);
        int retained = Environment.ProcessorCount;
        PredictionEngineOptions shared = new() { OwnsTransformer = false };
        _engines = Pool(() => ml.Model.CreatePredictionEngine<TIn, TOut>(transformer, shared), retained);
        _engines.Return(_engines.Get()); // a model for other rows is found here
        if (maximumRows > 1 && BlockEngine<TIn, TOut>.Create(ml, transformer, maximumRows) is { } block)
        {
            _blocks = Pool(() => BlockEngine<TIn, TOut>.Create(ml, transformer, maximumRows)!, retained);
            _blocks.Return(block);
        }
    }

    internal string Version { get; }

    /// <summary>The rows from which on a block is faster; <see langword="null"/> if it never is.</summary>
    internal int? MinimumRows { get; private set; }

    /// <summary>The most rows of a block.</summary>
    internal int MaximumRows { get; private set; } = 1;

    /// <summary>Runs the model once, so that nothing is compiled or opened by the first request, and measures whether blocks are worthwhile.</summary>
    /// <exception cref="Exception">What the model has against the example.</exception>
    internal void WarmUp(TIn example)
    {
        PredictionEngine<TIn, TOut> one = _engines.Get();
        one.Predict(example);
        if (_blocks is not null)
        {
            BlockEngine<TIn, TOut> block = _blocks.Get();
            MaximumRows = block.Capacity;
            MinimumRows = BreakEven.Measure(one, block, example);
            _blocks.Return(block);
        }
        _engines.Return(one);
    }

    /// <summary>Keeps the model for a user, who must leave it; <see langword="false"/> if it was freed.</summary>
    internal bool TryEnter()
    {
        int users = Volatile.Read(ref _users);
        for (int seen; users > 0; users = seen)
        {
            seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }
        }
        return false;
    }

    internal void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            (_engines as IDisposable)?.Dispose();
            (_blocks as IDisposable)?.Dispose();
            (_transformer as IDisposable)?.Dispose();
        }
    }

    internal TOut Predict(TIn input)
    {
        PredictionEngine<TIn, TOut> engine = _engines.Get();
        try
        {
            return engine.Predict(input);
        }
        finally
        {
            _engines.Return(engine);
        }
    }

    /// <summary>Predicts rows together.</summary>
    /// <param name="inputs">At most <see cref="MaximumRows"/> rows.</param>
    /// <param name="predictions">Takes the prediction of each.</param>
    internal void Predict(ReadOnlySpan<TIn> inputs, Span<TOut> predictions)
    {
        BlockEngine<TIn, TOut> block = _blocks!.Get();
        try
        {
            block.Predict(inputs, predictions);
        }
        finally
        {
            _blocks.Return(block);
        }
    }

    /// <summary>ML.NET would not say which column is missing.</summary>
    private static void CheckOutputs(MLContext ml, ITransformer transformer)
    {
        DataViewSchema outputs = transformer.GetOutputSchema(ml.Data.LoadFromEnumerable(Array.Empty<TIn>()).Schema);
        if (SchemaDefinition.Create(typeof(TOut)).FirstOrDefault(column => outputs.GetColumnOrNull(column.ColumnName) is null) is { } missing)
        {
            throw new InvalidOperationException($"The model gives no column '{missing.ColumnName}', which {typeof(TOut).Name} asks for. It gives "
                + $"{string.Join(", ", outputs.Where(column => !column.IsHidden).Select(column => column.Name))}.");
        }
    }

    private static ObjectPool<T> Pool<T>(Func<T> create, int retained)
        where T : class =>
        new DefaultObjectPoolProvider { MaximumRetained = retained }.Create(new EnginePolicy<T>(create));
}

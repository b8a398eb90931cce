namespace MLNetDeep;

/// <summary>Predicts several rows by one call of the network: what a <see cref="PredictionEngine{TSrc, TDst}"/> is for one row. One thread uses it at a time.</summary>
/// <remarks>The steps before and behind the network, which ML.NET takes row by row anyway, are those of prediction engines; no data view and no cursor is made for a block.</remarks>
internal sealed class BlockEngine<TIn, TOut> : IDisposable
    where TIn : class
    where TOut : class, new()
{
    private readonly RowBlock _block;
    private readonly PredictionEngine<TIn, TakenRow> _taker;
    private readonly PredictionEngine<TIn, TOut> _giver;
    private TakenRow _taken = new();

    private BlockEngine(RowBlock block, PredictionEngine<TIn, TakenRow> taker, PredictionEngine<TIn, TOut> giver)
    {
        _block = block;
        _taker = taker;
        _giver = giver;
    }

    /// <summary>The most rows.</summary>
    internal int Capacity => _block.Capacity;

    /// <summary>An engine for a model; <see langword="null"/> if it has no network, and so nothing that is faster for many rows.</summary>
    /// <param name="ml">What makes engines.</param>
    /// <param name="model">The model. The last of its networks is the one that gets blocks.</param>
    /// <param name="maximumRows">The most rows of a block; fewer if so many are slower.</param>
    internal static BlockEngine<TIn, TOut>? Create(MLContext ml, ITransformer model, int maximumRows)
    {
        ITransformer[] steps = [.. ModelSteps.Of(model)];
        int place = Array.FindLastIndex(steps, step => step is DeepTransformer);
        if (place < 0)
        {
            return null;
        }
        RowBlock block = new((DeepTransformer)steps[place], maximumRows);
        PredictionEngineOptions shared = new() { OwnsTransformer = false };
        TransformerChain<ITransformer> take = new([.. steps[..place], block.Taker]);
        TransformerChain<ITransformer> give = new([.. steps[..place], block.Giver, .. steps[(place + 1)..]]);
        return new BlockEngine<TIn, TOut>(
            block,
            ml.Model.CreatePredictionEngine<TIn, TakenRow>(take, shared),
            ml.Model.CreatePredictionEngine<TIn, TOut>(give, shared));
    }

    /// <summary>Predicts rows together.</summary>
    /// <param name="inputs">At most <see cref="Capacity"/> rows.</param>
    /// <param name="predictions">Takes the prediction of each.</param>
    internal void Predict(ReadOnlySpan<TIn> inputs, Span<TOut> predictions)
    {
        for (_block.Row = 0; _block.Row < inputs.Length; _block.Row++)
        {
            _taker.Predict(inputs[_block.Row], ref _taken);
        }
        _block.Score(inputs.Length);
        for (_block.Row = 0; _block.Row < inputs.Length; _block.Row++)
        {
            predictions[_block.Row] = _giver.Predict(inputs[_block.Row]);
        }
    }

    public void Dispose()
    {
        _taker.Dispose();
        _giver.Dispose();
        _block.Dispose();
    }
}

namespace MLNetDeep;

/// <summary>The model that serves, and the way to replace it under load.</summary>
internal sealed class CurrentModel<TIn, TOut>(LoadedModel<TIn, TOut> first) : IDisposable
    where TIn : class
    where TOut : class, new()
{
    private LoadedModel<TIn, TOut> _model = first;
    private bool _isDisposed;

    /// <summary>The model, to look at.</summary>
    internal LoadedModel<TIn, TOut> Value => Volatile.Read(ref _model);

    /// <summary>The model, to predict with until it is left; <see langword="null"/> when there is none any more.</summary>
    internal LoadedModel<TIn, TOut>? TryEnter()
    {
        LoadedModel<TIn, TOut> model = Value;
        while (!model.TryEnter()) // freed: replaced just now, or for good
        {
            LoadedModel<TIn, TOut> next = Value;
            if (next == model)
            {
                return null;
            }
            model = next;
        }
        return model;
    }

    /// <summary>Replaces the model. Who is inside of the old one finishes there, and the last frees it.</summary>
    internal void Replace(LoadedModel<TIn, TOut> model) => Interlocked.Exchange(ref _model, model).Leave();

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            Value.Leave();
        }
    }
}

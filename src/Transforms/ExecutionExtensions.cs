namespace MLNetDeep;

/// <summary>Sets how the networks inside a model are run.</summary>
public static class ExecutionExtensions
{
    private static readonly TransformerScope[] s_scopes = [TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring];

    /// <summary>The same model with its networks run another way, for what <c>mlContext.Model.Load</c> and <c>Fit</c> return.</summary>
    /// <param name="model">A <see cref="DeepTransformer"/>, or a <see cref="TransformerChain{TLastTransformer}"/> or <see cref="EnsembleTransformer"/> that holds one, however deep.</param>
    /// <param name="execution">The threads and the device.</param>
    /// <returns>
    /// A new model with new networks. All other steps are those of <paramref name="model"/>: disposing either model disposes them. Where
    /// none of them is disposable, each model is disposed by itself.
    /// </returns>
    /// <exception cref="ArgumentException">The model has no network of MLNetDeep.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime cannot run the network this way.</exception>
    public static ITransformer WithExecution(this ITransformer model, ExecutionOptions execution)
    {
        ArgumentNullException.ThrowIfNull(model);
        List<DeepTransformer> opened = [];
        try
        {
            ITransformer changed = Reopen(model, execution, opened);
            return opened.Count > 0 ? changed : throw new ArgumentException(
                $"The model has no network to run: expected a {nameof(DeepTransformer)} or a TransformerChain that holds one, got {model.GetType().Name}.", nameof(model));
        }
        catch
        {
            opened.ForEach(network => network.Dispose());
            throw;
        }
    }

    private static ITransformer Reopen(ITransformer model, ExecutionOptions execution, List<DeepTransformer> opened)
    {
        if (model is DeepTransformer network)
        {
            opened.Add(network.WithExecution(execution));
            return opened[^1];
        }
        if (model is EnsembleTransformer ensemble)
        {
            return ensemble.With([.. ensemble.Members.Select(member => Reopen(member, execution, opened))]);
        }
        return ModelSteps.ChainOf(model) is { } chain
            ? new TransformerChain<ITransformer>(
                chain.Select(step => Reopen(step, execution, opened)).ToArray(), chain.Select(step => ScopeOf(step, chain)).ToArray())
            : model;
    }

    /// <summary>A chain does not tell its scopes, but which steps it has in each.</summary>
    private static TransformerScope ScopeOf(ITransformer step, TransformerChain<ITransformer> chain) =>
        s_scopes.Where(scope => chain.GetModelFor(scope).Contains(step)).Aggregate(TransformerScope.None, (all, scope) => all | scope);
}

namespace MLNetDeep;

/// <summary>What is inside of a model, whatever the type of its last step.</summary>
internal static class ModelSteps
{
    /// <summary>The model as a chain; <see langword="null"/> if it is none.</summary>
    internal static TransformerChain<ITransformer>? ChainOf(ITransformer model)
    {
        Type type = model.GetType();
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(TransformerChain<>)
            ? (TransformerChain<ITransformer>)type.GetMethod(nameof(TransformerChain<>.GetModelFor))!.Invoke(model, [TransformerScope.Everything])!
            : null;
    }

    /// <summary>The steps of a model in their order, those of chains inside of it included.</summary>
    internal static IEnumerable<ITransformer> Of(ITransformer model) => ChainOf(model)?.SelectMany(Of) ?? [model];

    /// <summary>The networks in a model, those of ensembles included.</summary>
    internal static IEnumerable<DeepTransformer> Networks(ITransformer model) => Of(model).SelectMany(step => step switch
    {
        DeepTransformer network => [network],
        EnsembleTransformer ensemble => ensemble.Members.SelectMany(Networks),
        _ => [],
    });
}

namespace MLNetDeep;

/// <summary>That there is a predictor of a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Input">Its rows.</param>
/// <param name="Output">What is read of their predictions.</param>
/// <param name="Get">Gets it, and makes it the first time.</param>
internal sealed record PredictorRegistration(string Name, Type Input, Type Output, Func<IServiceProvider, IRunningPredictor> Get);

namespace MLNetDeep;

/// <summary>A metric that an epoch was measured by.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value over the validation rows.</param>
public sealed record MetricValue(string Name, double Value);

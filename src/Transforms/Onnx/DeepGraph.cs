namespace MLNetDeep;

/// <summary>The names by which trainers write a network's graph and transformers run it.</summary>
internal static class DeepGraph
{
    /// <summary>The features, [N, D].</summary>
    internal const string Input = "Features";

    /// <summary>Binary: the log-odds, [N, 1]. Multiclass: the class probabilities, [N, C]. Regression: the prediction, [N, 1].</summary>
    internal const string Score = "Score";

    /// <summary>Binary: the probability of <see langword="true"/>, [N, 1].</summary>
    internal const string Probability = "Probability";
}

namespace MLNetDeep.Onnx;

/// <summary>The names by which trainers write a network's graph and transformers run it.</summary>
internal static class DeepGraph
{
    /// <summary>The features, [N, D], or of sequences of any length [N, T, D].</summary>
    internal const string Input = "Features";

    /// <summary>The tokens of sequences, [N, T], from 0, which is any unknown one; padding is not looked at.</summary>
    internal const string Tokens = "Tokens";

    /// <summary>1 where a sequence has a step and 0 where it is over, [N, T]; each has at least one step.</summary>
    internal const string Mask = "Mask";

    /// <summary>The weights of the steps in a pooling by attention, [N, T]: no output of a file, but the name of the edge that has them.</summary>
    internal const string Attention = "Attention";

    /// <summary>Binary: the log-odds, [N, 1]. Multiclass: the class probabilities, [N, C]. Regression: the prediction, [N, 1].</summary>
    /// <remarks>Where each step has outputs, they are the second of three axes: [N, T, 1] or [N, T, C]. What is behind the end of a row means nothing.</remarks>
    internal const string Score = "Score";

    /// <summary>Binary: the probability of <see langword="true"/>, in the shape of <see cref="Score"/>.</summary>
    internal const string Probability = "Probability";

    /// <summary>The inputs of a graph for sequences of any length.</summary>
    /// <param name="kind">What their steps are.</param>
    /// <param name="width">The numbers of a step; of tokens, any.</param>
    internal static IReadOnlyList<OnnxValue> Inputs(SequenceKind kind, long width) =>
    [
        kind == SequenceKind.Tokens
            ? new OnnxValue(Tokens, OnnxElementType.Int64, [null, null])
            : new OnnxValue(Input, OnnxElementType.Single, [null, null, width]),
        new OnnxValue(Mask, OnnxElementType.Single, [null, null]),
    ];
}

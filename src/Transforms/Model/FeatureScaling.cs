using System.Numerics;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>The scaling of raw features by which a network begins: as a function of one number, and as nodes of a graph.</summary>
/// <param name="Median">What replaces a missing value and becomes 0, per feature.</param>
/// <param name="Scale">The factor per feature.</param>
/// <remarks>
/// f(v) = v / √(1 + (v/12)²) with v = scale·(x − median): the smooth clip of RealMLP (Holzmüller et al. 2024, arXiv 2407.04491), with 12
/// instead of 3 so that heavy tails stay told apart (eng/decisions/0004). NaN, infinite and absurdly large values count as missing.
/// </remarks>
internal sealed record FeatureScaling(float[] Median, float[] Scale)
{
    internal const string MedianName = "scaling.median";
    internal const string ScaleName = "scaling.scale";

    /// <summary>Half of the largest float: differences of values below it are finite.</summary>
    internal const float Limit = 1.7e38f;

    internal const float Bend = 12; // interquartile ranges
    internal const float Steepest = 1e6f; // far beyond the bend, and its square is finite

    /// <summary>The scaled value of a feature.</summary>
    internal float Of(float value, int feature)
    {
        float median = Median[feature];
        float known = Math.Abs(value) < Limit ? value : median;
        float scaled = Math.Clamp((known - median) * Scale[feature], -Steepest, Steepest);
        return scaled / MathF.Sqrt(scaled * scaled / (Bend * Bend) + 1);
    }

    /// <summary>The scaled values of a row, shape [D].</summary>
    internal void Of(ReadOnlySpan<float> values, Span<float> scaled)
    {
        int feature = 0;
        for (; feature <= values.Length - Vector<float>.Count; feature += Vector<float>.Count)
        {
            Vector<float> value = new(values[feature..]), median = new(Median, feature);
            Vector<float> known = Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(value), new Vector<float>(Limit)), value, median);
            Vector<float> bounded = Vector.Clamp((known - median) * new Vector<float>(Scale, feature), new Vector<float>(-Steepest), new Vector<float>(Steepest));
            (bounded / Vector.SquareRoot((bounded * bounded / new Vector<float>(Bend * Bend)) + Vector<float>.One)).CopyTo(scaled[feature..]);
        }
        for (; feature < values.Length; feature++)
        {
            scaled[feature] = Of(values[feature], feature);
        }
    }

    /// <summary>The features whose zero is not 0 when scaled, because most of their values are not zero; ascending.</summary>
    internal int[] FilledFeatures() => [.. Enumerable.Range(0, Scale.Length).Where(feature => Of(0, feature) != 0)];

    /// <summary>Writes the scaling behind the edge <paramref name="input"/> and returns the edge with scaled features.</summary>
    internal static string ToOnnx(OnnxGraphBuilder graph, string input, OnnxTensor median, OnnxTensor scale)
    {
        string middle = graph.Constant(median), factor = graph.Constant(scale);
        string isKnown = graph.Node("Less", [graph.Node("Abs", [input]), graph.Constant(Limit)]);
        string known = graph.Node("Where", [isKnown, input, middle]);
        string scaled = graph.Node("Mul", [graph.Node("Sub", [known, middle]), factor]);
        string bounded = graph.Node("Clip", [scaled, graph.Constant(-Steepest), graph.Constant(Steepest)]);
        string squared = graph.Node("Div", [graph.Node("Mul", [bounded, bounded]), graph.Constant(Bend * Bend)]);
        string root = graph.Node("Sqrt", [graph.Node("Add", [squared, graph.Constant(1)])]);
        return graph.Node("Div", [bounded, root]);
    }

    /// <summary>The scaling by which a checked graph begins, and the edge with scaled features; <see langword="null"/> if it begins in another way.</summary>
    internal static (FeatureScaling Scaling, string Edge)? FromOnnx(OnnxGraph graph)
    {
        OnnxTensor? median = PerFeature(graph, MedianName), scale = PerFeature(graph, ScaleName);
        if (median is null || scale is null)
        {
            return null;
        }
        OnnxGraphBuilder builder = new();
        string edge = ToOnnx(builder, DeepGraph.Input, median, scale);
        return BeginsWith(graph, builder.Build("expected"))
            ? (new FeatureScaling(median.Singles.ToArray(), scale.Singles.ToArray()), edge)
            : null;
    }

    /// <summary>The constant of that name, if it has a number for each feature: ONNX would broadcast others.</summary>
    private static OnnxTensor? PerFeature(OnnxGraph graph, string name) =>
        graph.Initializers.FirstOrDefault(constant => constant.Name == name && constant.Shape is [long width] && width == graph.Inputs[0].Shape[^1]);

    private static bool BeginsWith(OnnxGraph graph, OnnxGraph expected) =>
        graph.Nodes.Count >= expected.Nodes.Count
        && graph.Initializers.Count >= expected.Initializers.Count
        && graph.Nodes.Zip(expected.Nodes).All(pair => AreEqual(pair.First, pair.Second))
        && graph.Initializers.Zip(expected.Initializers).All(pair => AreEqual(pair.First, pair.Second));

    private static bool AreEqual(OnnxNode left, OnnxNode right) =>
        left.OperatorType == right.OperatorType
        && left.Inputs.SequenceEqual(right.Inputs)
        && left.Outputs.SequenceEqual(right.Outputs)
        && left.Attributes.Count == 0; // none of the nodes has any

    private static bool AreEqual(OnnxTensor left, OnnxTensor right) =>
        left.Name == right.Name && left.Shape.SequenceEqual(right.Shape) && left.Data.Span.SequenceEqual(right.Data.Span);
}

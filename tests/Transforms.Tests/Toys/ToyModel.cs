using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Networks of known weights over three features, whose scores are computed here a second time by hand.</summary>
internal static class ToyModel
{
    internal const int FeatureCount = 3;

    private static readonly float[] s_weights = [1, -2, 0.5f];
    private static readonly float[] s_classBias = [0, 0.25f, -0.5f];

    /// <summary>What the label keys of <see cref="Multiclass()"/> stand for.</summary>
    internal static ClassLabels TextClasses { get; } = new("Text", ["red", "grün", "blue"]);

    internal static DeepTransformer Binary() => new(BinaryModel());

    /// <summary>A model whose class scores are the softmax of the features plus a bias.</summary>
    internal static DeepTransformer Multiclass() => Multiclass(TextClasses);

    internal static DeepTransformer Multiclass(ClassLabels? classes) => new(MulticlassModel(classes));

    internal static DeepTransformer Regression() => new(RegressionModel());

    internal static DeepTransformer Of(TaskKind task) => new(ModelOf(task));

    internal static DeepModel ModelOf(TaskKind task) => task switch
    {
        TaskKind.BinaryClassification => BinaryModel(),
        TaskKind.MulticlassClassification => MulticlassModel(TextClasses),
        _ => RegressionModel(),
    };

    /// <summary>What computes a model by default.</summary>
    internal static OnnxScorer Scorer(DeepModel model) => (OnnxScorer)IScorer.Of(model, new ExecutionOptions());

    /// <summary>The score of <see cref="Regression"/>, and the log-odds of <see cref="Binary"/>: exact for small multiples of 1/8.</summary>
    internal static float Linear(ReadOnlySpan<float> features) =>
        (s_weights[0] * features[0]) + (s_weights[1] * features[1]) + (s_weights[2] * features[2]) + 0.25f;

    internal static float Probability(ReadOnlySpan<float> features) => (float)(1 / (1 + Math.Exp(-Linear(features))));

    internal static float[] ClassProbabilities(ReadOnlySpan<float> features)
    {
        double[] odds = [.. features.ToArray().Zip(s_classBias, (feature, bias) => Math.Exp(feature + bias))];
        return [.. odds.Select(value => (float)(value / odds.Sum()))];
    }

    /// <summary>A regression model that adds up all its features, however many.</summary>
    internal static DeepTransformer SumOf(int featureCount)
    {
        OnnxGraphBuilder graph = new();
        float[] ones = new float[featureCount];
        Array.Fill(ones, 1);
        string weights = graph.Constant(OnnxTensor.Of("ones", ones, 1, featureCount));
        string sum = graph.Node("Gemm", [graph.Input(DeepGraph.Input, featureCount), weights, graph.Constant(OnnxTensor.Of("bias", [0f], 1))], OnnxAttribute.Of("transB", 1L));
        graph.Output(DeepGraph.Score, sum, 1);
        ModelDescription description = Describe(TaskKind.Regression, 1) with { FeatureCount = featureCount };
        return new DeepTransformer(new DeepModel(description, OnnxWriter.Write(new OnnxModel { Graph = graph.Build("sum") })));
    }

    internal static ModelDescription Describe(TaskKind task, int outputCount) => new()
    {
        Task = task,
        FeatureCount = FeatureCount,
        OutputCount = outputCount,
        Options = new MlpOptions(),
        History = new TrainingHistory(),
    };

    private static DeepModel BinaryModel() => Build(Describe(TaskKind.BinaryClassification, 1), graph =>
    {
        string logit = Linear(graph);
        graph.Output(DeepGraph.Score, logit, 1);
        graph.Output(DeepGraph.Probability, graph.Node("Sigmoid", [logit]), 1);
    });

    private static DeepModel MulticlassModel(ClassLabels? classes) =>
        Build(Describe(TaskKind.MulticlassClassification, 3) with { Classes = classes }, graph =>
        {
            string logits = graph.Node("Add", [DeepGraph.Input, graph.Constant(OnnxTensor.Of("bias", s_classBias, 3))]);
            graph.Output(DeepGraph.Score, graph.Node("Softmax", [logits], OnnxAttribute.Of("axis", 1L)), 3);
        });

    private static DeepModel RegressionModel() =>
        Build(Describe(TaskKind.Regression, 1), graph => graph.Output(DeepGraph.Score, Linear(graph), 1));

    private static string Linear(OnnxGraphBuilder graph)
    {
        string weights = graph.Constant(OnnxTensor.Of("weights", s_weights, 1, FeatureCount));
        string bias = graph.Constant(OnnxTensor.Of("bias", [0.25f], 1));
        return graph.Node("Gemm", [DeepGraph.Input, weights, bias], OnnxAttribute.Of("transB", 1L));
    }

    private static DeepModel Build(ModelDescription description, Action<OnnxGraphBuilder> write)
    {
        OnnxGraphBuilder graph = new();
        graph.Input(DeepGraph.Input, FeatureCount);
        write(graph);
        return new DeepModel(description, OnnxWriter.Write(new OnnxModel { Graph = graph.Build("toy") }));
    }
}

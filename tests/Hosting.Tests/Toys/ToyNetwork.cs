using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Networks of random weights, as wide as a test needs.</summary>
internal static class ToyNetwork
{
    /// <summary>A model with three hidden layers, which scores rows together several times as fast as one by one if they are wide: a regression, or with several outputs a classifier.</summary>
    internal static DeepTransformer Create(int width, int features = ToyModel.FeatureCount, int seed = 1, int outputs = 1)
    {
        Random random = new(seed);
        OnnxGraphBuilder graph = new();
        string layer = graph.Input(DeepGraph.Input, features);
        int inputs = features;
        for (int index = 0; index < 3; index++, inputs = width)
        {
            layer = graph.Node("Relu", [Dense(graph, random, layer, inputs, width)]);
        }
        string scores = Dense(graph, random, layer, width, outputs);
        graph.Output(DeepGraph.Score, outputs > 1 ? graph.Node("Softmax", [scores], OnnxAttribute.Of("axis", 1L)) : scores, outputs);
        ModelDescription description = ToyModel.Describe(outputs > 1 ? TaskKind.MulticlassClassification : TaskKind.Regression, outputs) with { FeatureCount = features };
        return new DeepTransformer(new DeepModel(description, OnnxWriter.Write(new OnnxModel { Graph = graph.Build("network") })));
    }

    private static string Dense(OnnxGraphBuilder graph, Random random, string input, int inputs, int outputs)
    {
        float[] weights = Numbers(random, inputs * outputs, 4 / Math.Sqrt(inputs));
        float[] bias = Numbers(random, outputs, 0.1); // as trained networks have: a row of zeros is no row without work
        string name = $"{input}:{outputs}";
        return graph.Node(
            "Gemm",
            [input, graph.Constant(OnnxTensor.Of($"{name} weights", weights, outputs, inputs)), graph.Constant(OnnxTensor.Of($"{name} bias", bias, outputs))],
            OnnxAttribute.Of("transB", 1L));
    }

    /// <summary>Numbers around 0.</summary>
    private static float[] Numbers(Random random, int count, double range) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * range))];
}

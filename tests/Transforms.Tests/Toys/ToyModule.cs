using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A stand-in for what LibTorch computes: outputs are sums of the scaled features, each by its own factor.</summary>
internal sealed class ToyModule(TorchContext context, IReadOnlyList<OnnxTensor> state) : IModule
{
    internal const string Name = "toy";

    internal static float[] Factors { get; } = [1, 2, -3];

    internal static OnnxTensor Weight { get; } = OnnxTensor.Of("module.factor", Factors, 3);

    internal bool IsDisposed { get; private set; }

    internal int MostRows { get; private set; }

    public void Compute(ReadOnlySpan<float> features, int rows, Span<float> outputs)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, typeof(DeepTransformer));
        MostRows = Math.Max(MostRows, rows);
        for (int row = 0; row < rows; row++)
        {
            float sum = 0;
            foreach (float feature in features.Slice(row * context.FeatureCount, context.FeatureCount))
            {
                sum += feature;
            }
            for (int output = 0; output < context.OutputCount; output++)
            {
                outputs[(row * context.OutputCount) + output] = sum * state[0].Singles[output];
            }
        }
    }

    public void Dispose() => IsDisposed = true;

    /// <summary>A model of three features that are taken as they are, but for a bend.</summary>
    internal static DeepModel Model(TaskKind task) => new(
        ToyModel.Describe(task, OutputCount(task)) with { Options = new TorchOptions { Module = new TorchModule(Name) } }, OnnxWriter.Write(new OnnxModel { Graph = Graph(task) }));

    internal static OnnxGraph Graph(TaskKind task)
    {
        OnnxGraphBuilder graph = new();
        string scaled = FeatureScaling.ToOnnx(
            graph, graph.Input(DeepGraph.Input, ToyModel.FeatureCount), OnnxTensor.Of(FeatureScaling.MedianName, new float[3], 3), OnnxTensor.Of(FeatureScaling.ScaleName, [1f, 1f, 1f], 3));
        string outputs = graph.Node(ModuleGraph.Operator, [scaled, graph.Constant(Weight)], OnnxAttribute.Of(ModuleGraph.Outputs, (long)OutputCount(task)));
        string scores = task == TaskKind.MulticlassClassification ? graph.Node("Softmax", [outputs], OnnxAttribute.Of("axis", 1L)) : outputs;
        graph.Output(DeepGraph.Score, scores, OutputCount(task));
        if (task == TaskKind.BinaryClassification)
        {
            graph.Output(DeepGraph.Probability, graph.Node("Sigmoid", [outputs]), 1);
        }
        return graph.Build("module");
    }

    /// <summary>The raw outputs of a row.</summary>
    internal static float[] Outputs(float[] features, TaskKind task)
    {
        FeatureScaling scaling = new(new float[3], [1, 1, 1]);
        return [.. Factors.Take(OutputCount(task)).Select(factor => factor * features.Select((value, feature) => scaling.Of(value, feature)).Sum())];
    }

    private static int OutputCount(TaskKind task) => task == TaskKind.MulticlassClassification ? 3 : 1;
}

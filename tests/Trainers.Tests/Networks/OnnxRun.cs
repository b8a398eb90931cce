using MLNetDeep.Onnx;
using TorchSharp;

namespace MLNetDeep.Tests;

/// <summary>Runs a graph by the scoring code, and compares its outputs with LibTorch's.</summary>
internal static class OnnxRun
{
    private const double Tolerance = 1e-5; // of the largest output

    /// <summary>The bytes of a graph with one input and one output.</summary>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="outputs">The width of the output.</param>
    /// <param name="write">Writes the nodes behind the input edge, and returns the output edge.</param>
    internal static byte[] Graph(long inputs, long outputs, Func<OnnxGraphBuilder, string, string> write)
    {
        OnnxGraphBuilder graph = new();
        graph.Output(DeepGraph.Score, write(graph, graph.Input(DeepGraph.Input, inputs)), outputs);
        return OnnxWriter.Write(new OnnxModel { Graph = graph.Build("test") });
    }

    /// <summary>The first output for rows of features, in row-major order.</summary>
    internal static float[] Scores(byte[] graph, torch.Tensor features)
    {
        int rows = (int)features.shape[0], width = (int)features.shape[1];
        using OnnxScorer scorer = (OnnxScorer)IScorer.Of(new DeepModel(Description(graph), graph), new ExecutionOptions());
        using ScoringBuffer buffer = new(scorer, rows);
        float[] values = Values(features);
        for (int row = 0; row < rows; row++)
        {
            buffer.Take(row, new VBuffer<float>(width, values[(row * width)..((row + 1) * width)]));
        }
        buffer.Score(rows);
        return [.. Enumerable.Range(0, rows).SelectMany(row => buffer.Output(0, row).ToArray())];
    }

    /// <summary>Any graph of one output may stand for a multiclass network.</summary>
    private static ModelDescription Description(byte[] graph)
    {
        OnnxGraph read = OnnxReader.Read(graph).Graph;
        return new ModelDescription
        {
            Task = TaskKind.MulticlassClassification,
            FeatureCount = (int)read.Inputs[0].Shape[1]!,
            OutputCount = (int)read.Outputs[0].Shape[1]!,
            Options = new MlpOptions(),
            History = new TrainingHistory(),
        };
    }

    internal static void AssertClose(torch.Tensor expected, float[] actual)
    {
        float[] values = Values(expected);
        Assert.HasCount(values.Length, actual);
        double scale = values.Max(value => Math.Abs((double)value));
        Assert.IsGreaterThan(0, scale);
        double difference = values.Zip(actual, (one, other) => Math.Abs((double)one - other)).Max();
        Assert.IsLessThanOrEqualTo(Tolerance * scale, difference);
    }

    /// <summary>The numbers of a tensor, in row-major order.</summary>
    internal static float[] Values(torch.Tensor tensor)
    {
        using torch.Tensor contiguous = tensor.detach().contiguous();
        return [.. contiguous.data<float>()];
    }
}

using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>Random sequences, and graphs for them that ONNX Runtime runs after our own validator has seen their nodes.</summary>
internal static class SequenceRun
{
    internal const int Width = 6;

    /// <summary>Sequences of these lengths, shape [B, T, <see cref="Width"/>], with NaN behind the end of each.</summary>
    internal static Tensor Padded(int[] lengths, FitRandom random)
    {
        Tensor values = randn([lengths.Length, lengths.Max(), Width], generator: random.Host);
        for (int row = 0; row < lengths.Length; row++)
        {
            values[row].narrow(0, lengths[row], lengths.Max() - lengths[row]).fill_(float.NaN);
        }
        return values;
    }

    /// <summary>Random lengths from 1 to 12; the first row of several has 12.</summary>
    internal static int[] Lengths(int rows, int seed = 1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, rows).Select(row => rows > 1 && row == 0 ? 12 : random.Next(1, 13))];
    }

    /// <summary>The output of a graph for padded sequences, as it is in memory, and its shape per row and step.</summary>
    /// <param name="padded">Shape [B, T, <see cref="Width"/>], padded with NaN.</param>
    /// <param name="write">Writes the nodes behind the edges of steps and mask.</param>
    internal static (float[] Values, string Shape) Outputs(Tensor padded, Func<OnnxGraphBuilder, string, SequenceMask, string> write)
    {
        OnnxGraphBuilder builder = new();
        foreach (OnnxValue value in DeepGraph.Inputs(SequenceKind.Numbers, Width))
        {
            builder.Input(value);
        }
        string edge = write(builder, DeepGraph.Input, SequenceMask.ToOnnx(builder));
        Tensor isStep = padded.select(2, 0).isnan().logical_not();
        return Run(builder.Build("test"), edge, graph =>
            OnnxInputCheck.AddSequences(graph.Graph, SequenceKind.Numbers, Width, graph.Edges), new()
            {
                [DeepGraph.Input] = (padded.nan_to_num(7), padded.shape), // padding is not looked at
                [DeepGraph.Mask] = (isStep.to(ScalarType.Float32), isStep.shape),
            });
    }

    /// <summary>The output of a graph for sequences of one length, which come as rows.</summary>
    internal static (float[] Values, string Shape) FixedOutputs(Tensor values, Func<OnnxGraphBuilder, string, string> write)
    {
        OnnxGraphBuilder builder = new();
        long slots = values.size(1) * Width;
        string rows = builder.Node("Reshape", [builder.Input(DeepGraph.Input, slots), builder.Constant([-1, values.size(1), Width])]);
        string edge = write(builder, rows);
        return Run(builder.Build("test"), edge, graph => OnnxInputCheck.AddMatrix(graph.Graph, DeepGraph.Input, slots, graph.Edges), new()
        {
            [DeepGraph.Input] = (values, [values.size(0), slots]),
        });
    }

    /// <summary>The numbers of the steps that rows have, row by row.</summary>
    internal static Tensor OfSteps(Tensor values, Tensor padded) =>
        values.masked_select(padded.select(2, 0).isnan().logical_not().unsqueeze(-1).expand(values.shape));

    private static (float[] Values, string Shape) Run(
        OnnxGraph graph, string edge, Action<(OnnxGraph Graph, OnnxEdges Edges)> addInputs, Dictionary<string, (Tensor Values, long[] Shape)> inputs)
    {
        OnnxGraph read = OnnxReader.Read(OnnxWriter.Write(new OnnxModel { Graph = graph })).Graph;
        OnnxEdges edges = new();
        addInputs((read, edges));
        foreach (OnnxTensor constant in read.Initializers)
        {
            OnnxConstantCheck.Add(constant, edges);
        }
        foreach (OnnxNode node in read.Nodes)
        {
            OnnxNodeCheck.Add(node, edges);
        }
        long[] shape = edges.Shape(edge)!;
        OnnxValue output = new(edge, OnnxElementType.Single, [.. shape.Select(size => size < 0 ? (long?)null : size)]);
        using InferenceSession session = new(OnnxWriter.Write(new OnnxModel { Graph = graph with { Outputs = [output] } }));
        Dictionary<string, OrtValue> values = inputs.ToDictionary(
            input => input.Key, input => OrtValue.CreateTensorValueFromMemory(OnnxRun.Values(input.Value.Values), input.Value.Shape));
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, values, [edge]);
        foreach (OrtValue value in values.Values)
        {
            value.Dispose();
        }
        return (results[0].GetTensorDataAsSpan<float>().ToArray(), OnnxShape.Text(shape));
    }
}

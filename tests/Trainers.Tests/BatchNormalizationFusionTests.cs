using Microsoft.ML.OnnxRuntime;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>A model keeps batch normalization as it was learned, and ONNX Runtime multiplies it into the convolution before it when it opens the graph.</summary>
[TestClass]
public sealed class BatchNormalizationFusionTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(CnnBackbone.Plain)]
    [DataRow(CnnBackbone.SmallResNet)]
    [DataRow(CnnBackbone.Separable)]
    public void OnnxRuntime_OpeningAModel_LeavesNoBatchNormalization(CnnBackbone backbone)
    {
        CnnOptions options = new() { Backbone = backbone, BlocksPerStage = 1, Channels = 16, NumberOfEpochs = 1, Seed = 1 };
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Cnn(options).Fit(ImageData.View(_ml, ImageData.Rows(40), 3, 8, 8));
        byte[] graph = model.Model.Graph.ToArray();

        List<string> written = OperatorsOf(graph), run = OperatorsOf(Optimized(graph));

        int convolutions = written.Count(name => name == "Conv");
        Assert.IsGreaterThan(0, convolutions);
        Assert.AreEqual(convolutions, written.Count(name => name == "BatchNormalization"));
        Assert.DoesNotContain("BatchNormalization", run);
        Assert.HasCount(convolutions, run.Where(name => name is "Conv" or "FusedConv"));
    }

    /// <summary>The graph as ONNX Runtime will run it with the options that models are scored with.</summary>
    private static byte[] Optimized(byte[] graph)
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "optimized.onnx");
        OnnxSession.Open(graph, new ExecutionOptions { ConfigureSession = options => options.OptimizedModelFilePath = file }).Dispose();
        return File.ReadAllBytes(file);
    }

    /// <summary>The operators of a graph's nodes, also of such that our own reader refuses.</summary>
    private static List<string> OperatorsOf(byte[] model)
    {
        const int Graph = 7, Node = 1, OperatorType = 4; // the fields of ONNX's messages
        List<string> operators = [];
        Visit(new ProtoReader(model, new FieldBudget(int.MaxValue)), [Graph, Node, OperatorType], operators);
        return operators;
    }

    private static void Visit(ProtoReader message, ReadOnlySpan<int> path, List<string> texts)
    {
        while (message.Next())
        {
            if (message.Field != path[0])
            {
                message.Skip();
            }
            else if (path.Length == 1)
            {
                texts.Add(message.String(maximumLength: 100));
            }
            else
            {
                Visit(message.Message(), path[1..], texts);
            }
        }
    }
}

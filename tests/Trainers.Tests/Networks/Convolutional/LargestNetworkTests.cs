using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>What options allow, the check of model files accepts; and what is too large otherwise is said before training.</summary>
[TestClass]
public sealed class LargestNetworkTests
{
    private const int MostStages = 8, MostBlocks = 32;

    public static IEnumerable<object[]> Deepest =>
        from activation in Enum.GetValues<Activation>()
        from backbone in (CnnBackbone[])[CnnBackbone.Plain, CnnBackbone.Separable, CnnBackbone.SmallResNet, CnnBackbone.ResNet18, CnnBackbone.InceptionTime]
        select new object[] { backbone, activation };

    [TestMethod]
    [DynamicData(nameof(Deepest))]
    public void DeepestNetwork_IsAccepted(CnnBackbone backbone, Activation activation)
    {
        CnnOptions options = new()
        {
            Backbone = backbone,
            StageCount = backbone is CnnBackbone.Plain or CnnBackbone.Separable ? MostStages : null,
            BlocksPerStage = MostBlocks,
            Channels = 1,
            Activation = activation,
            TestTimeAugmentation = true,
        };
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ImageShape shape = new(new ImageMap(1, 4, 4), IsSignal: false, IsInterleaved: false);
        Network network = new(new ChannelScaling(shape, zeros(1), ones(1)), Cnn.Layers(options, shape, outputCount: 2, random), CPU);
        OnnxGraph graph = OnnxReader.Read(OnnxRun.Graph(shape.Map.Numbers, outputs: 2, network.ToOnnx)).Graph;

        OnnxValidator.Check(new OnnxModel { Graph = graph }, graph.Inputs[0].Name, shape.Map.Numbers);
    }

    [TestMethod]
    public void Fit_OfImagesTooLargeForAModel_IsRefusedBeforeTraining()
    {
        MLContext ml = new(seed: 1);
        const int Size = 600;
        IDataView images = ImageData.View(ml, [.. Enumerable.Range(0, 2).Select(row => new ToyRow<bool>(new float[3 * Size * Size], row == 0))], 3, Size, Size);
        Reports reports = new();
        DeepTrainer trainer = ml.BinaryClassification.Trainers.Cnn(new CnnOptions { Backbone = CnnBackbone.SmallResNet, Channels = 16, NumberOfEpochs = 1, Progress = reports });

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(images));

        Assert.StartsWith("The network is larger than a model may be. Use smaller images, or fewer steps, layers or channels. The ONNX graph of the model is refused: its edges have ", error.Message);
        Assert.IsEmpty(reports.All);
    }
}

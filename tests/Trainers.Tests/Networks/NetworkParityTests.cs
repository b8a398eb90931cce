using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>A fitted model scores as LibTorch computes, and its network can be built again from the graph.</summary>
[TestClass]
public sealed class NetworkParityTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Cases =>
        from trainer in TrainerCase.Graphs
        from network in Variants(trainer)
        select new object[] { trainer, network };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Scores_OfAModel_AreThoseOfLibTorch(TrainerCase trainer, Variant network)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(2, CPU);
        using DeepTransformer model = trainer.Fit(_ml, network.Options);
        OnnxGraph graph = OnnxReader.Read(model.Model.Graph).Graph;
        ILayer scaling = Scaling(model.Options);
        Network rebuilt = Rebuilt(model, graph, scaling, random);
        foreach (int rows in (int[])[1, 257])
        {
            IDataView data = trainer.Data(_ml, rows, seed: 3);
            Tensor features = tensor(Scores.OfColumn(data, "Features"), rows, ToyData.FeatureCount);

            if (model.Options is RnnOptions)
            {
                features = features.unsqueeze(-1);
            }
            Tensor outputs = rebuilt.Forward(scaling.Forward(features, training: false), training: false);

            Tensor expected = Activated(trainer.Task, outputs, graph);
            OnnxRun.AssertClose(expected, Scores.OfColumn(model.Transform(data), "Score"));
            OnnxRun.AssertClose(expected, OneByOne.Scores(_ml, model, data)[..(int)expected.numel()]);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Rows_OfAModel_AreComputedOutsideOfONNXRuntimeWhereEachOperatorIsKnown(TrainerCase trainer, Variant network)
    {
        using DeepTransformer model = trainer.Fit(_ml, network.Options);
        bool isKnown = network.Options is TorchOptions or MlpOptions { Activation: not (Activation.Gelu or Activation.Selu or Activation.Mish), EnsembleSize: 1 };

        Assert.AreEqual(isKnown, RowProgram.Of(OnnxReader.Read(model.Model.Graph).Graph) is not null);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Network_BuiltAgainFromAGraph_WritesTheSameWeights(TrainerCase trainer, Variant network)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(2, CPU);
        using DeepTransformer model = trainer.Fit(_ml, network.Options);
        OnnxGraph graph = OnnxReader.Read(model.Model.Graph).Graph;
        OnnxGraphBuilder again = new();

        Rebuilt(model, graph, Scaling(model.Options), random).ToOnnx(again, DeepGraph.Input);

        foreach (OnnxTensor weight in again.Build("again").Initializers.Where(constant => !constant.Name.StartsWith("constant_", StringComparison.Ordinal))) // those are numbered
        {
            BitAssert.AreEqual(graph.Initializer(weight.Name).Singles.ToArray(), weight.Singles.ToArray());
        }
    }

    private static IEnumerable<Variant> Variants(TrainerCase trainer) => trainer.Small switch
    {
        MlpOptions mlp => Plain(mlp).Concat(Tabular(mlp)),
        CnnOptions cnn =>
            from backbone in Enum.GetValues<CnnBackbone>()
            let kernelSize = backbone is CnnBackbone.SmallResNet or CnnBackbone.ResNet18 ? null : cnn.KernelSize
            select new Variant($"{backbone}", cnn with { Backbone = backbone, KernelSize = kernelSize, LearningRate = 0.05, MemoryBudget = long.MaxValue }),
        RnnOptions rnn =>
            from backbone in Enum.GetValues<RnnBackbone>().Where(backbone => backbone != RnnBackbone.Ngrams)
            from pooling in trainer.HasStepLabels ? [rnn.Pooling] : Enum.GetValues<RnnPooling>()
            select new Variant($"{backbone}, {pooling}", rnn with { Backbone = backbone, Pooling = pooling, LayerCount = 2 }),
        TorchOptions torch => [new Variant("Layers of TorchSharp", torch with { LearningRate = 0.05 })],
        _ => throw new ArgumentOutOfRangeException(nameof(trainer)),
    };

    private static IEnumerable<Variant> Plain(MlpOptions mlp) =>
        from activation in Enum.GetValues<Activation>()
        from normalization in Enum.GetValues<Normalization>()
        select new Variant($"{activation}, {normalization}", mlp with
        {
            HiddenLayerSizes = [8, 5],
            Activation = activation,
            Normalization = normalization,
            LearningRate = 0.05,
        });

    private static IEnumerable<Variant> Tabular(MlpOptions mlp) =>
        from embedding in Enum.GetValues<NumericEmbedding>()
        from form in Enum.GetValues<EnsembleForm>()
        from size in (int[])[1, 4]
        from normalization in Enum.GetValues<Normalization>()
        where size > 1 || (embedding != NumericEmbedding.None && form == EnsembleForm.Full)
        select new Variant($"{embedding}, {size} {form}, {normalization}", mlp with
        {
            HiddenLayerSizes = [8, 5],
            NumericEmbedding = embedding,
            NumberOfBins = 10,
            EnsembleSize = size,
            EnsembleForm = form,
            Normalization = normalization,
            LearningRate = 0.05,
        });

    /// <summary>What prepares rows, with any numbers.</summary>
    private static ILayer Scaling(DeepTrainerOptions options) => options switch
    {
        CnnOptions cnn => new ChannelScaling(Shape(cnn), zeros(1), zeros(1)),
        RnnOptions => new RobustScaling(zeros(1), zeros(1)),
        _ => new RobustScaling(zeros(ToyData.FeatureCount), zeros(ToyData.FeatureCount)),
    };

    private static ImageShape Shape(CnnOptions options) => new(new ImageMap(options.InputShape![0], 1, options.InputShape[1]), IsSignal: true, IsInterleaved: false);

    private static Network Rebuilt(DeepTransformer model, OnnxGraph graph, ILayer scaling, FitRandom random)
    {
        int outputs = model.Model.Description.OutputCount;
        IReadOnlyList<ILayer> layers = model.Options switch
        {
            CnnOptions cnn => Cnn.Layers(cnn, Shape(cnn), outputs, random),
            RnnOptions rnn => Rnn.Layers(rnn, Sequences(rnn, model.Model.Description.HasStepOutputs), outputs, random),
            DeepTrainerOptions options => Architecture.Layers(options is MlpOptions mlp ? mlp with { NumberOfBins = 1024 } : options, Spread(graph, model.Model.FeatureCount), arange(1000), model.Model.Description.Task, outputs, random),
        };
        Network network = new(scaling, layers, CPU);
        network.FromOnnx(graph);
        return network;
    }

    /// <summary>Rows that get as many bins as a graph has: for other features than the first they are its own, too, when weights are read.</summary>
    private static DenseBatches Spread(OnnxGraph graph, int width)
    {
        int bins = graph.Initializers.FirstOrDefault(constant => constant.Name == "encoding.starts") is { } starts ? (int)starts.Shape[0] : 0;
        Tensor values = zeros(1000, width);
        values.select(1, 0).copy_(arange(1000).to(ScalarType.Float32).fmod(bins + 1));
        return new DenseBatches(values);
    }

    /// <summary>Any row of as many steps as toy data has features.</summary>
    private static SequenceBatches Sequences(RnnOptions options, bool hasStepLabels)
    {
        SequenceForm form = new("Features", SequenceKind.Numbers, 1, options.EffectiveMaximumLength, Truncation.KeepFirst, EndsWithPadding: false);
        return new SequenceBatches(new DenseBatches(zeros(ToyData.FeatureCount, 1)), tensor([0L, ToyData.FeatureCount]), new SequenceShape(form, 0, ToyData.FeatureCount) { HasStepLabels = hasStepLabels }, CPU);
    }

    /// <summary>Scores as the task defines them, from raw outputs.</summary>
    private static Tensor Activated(TaskKind task, Tensor outputs, OnnxGraph graph) => task switch
    {
        TaskKind.BinaryClassification => outputs,
        TaskKind.MulticlassClassification => outputs.softmax(-1),
        _ => outputs * graph.Initializer("label.deviation").Singles[0] + graph.Initializer("label.mean").Singles[0],
    };

    /// <summary>An architecture's options, by what is special in them.</summary>
    public sealed record Variant(string Name, DeepTrainerOptions Options)
    {
        public override string ToString() => Name;
    }
}

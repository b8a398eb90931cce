using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>A trained network: its ONNX graph and all that is known about it. Immutable.</summary>
/// <remarks>It uses no internals of ML.NET, so that networks can be got out of model files whatever ML.NET becomes.</remarks>
public sealed class DeepModel
{
    internal DeepModel(ModelDescription description, ReadOnlyMemory<byte> graph)
    {
        Description = description;
        Graph = graph;
    }

    /// <summary>What the network predicts.</summary>
    public TaskKind Task => Description.Task;

    /// <summary>The number of slots of the feature vector that the network expects; for sequences of any length, the numbers of a step, or the tokens that it knows.</summary>
    public int FeatureCount => Description.FeatureCount;

    /// <summary>The names of the classes in the order of the scores; empty if the label had none or the task has no classes.</summary>
    public IReadOnlyList<string> ClassNames => Description.Classes?.Values ?? [];

    /// <summary>The options that the network was trained with.</summary>
    public DeepTrainerOptions Options => Description.Options;

    /// <summary>How training went.</summary>
    public TrainingHistory TrainingHistory => Description.History;

    internal ModelDescription Description { get; }

    /// <summary>The bytes of the ONNX file.</summary>
    internal ReadOnlyMemory<byte> Graph { get; }

    /// <summary>Reads a network out of a file that <c>mlContext.Model.Save</c> wrote, without the other steps of the pipeline.</summary>
    /// <param name="stream">The file; stays open. One that cannot seek is first read into memory.</param>
    /// <param name="folder">The network's folder in the file, which is a zip archive; needed only where there are several networks.</param>
    /// <remarks>
    /// The usual way to load a model is <c>mlContext.Model.Load</c>. This one reads the file by itself, for networks that another
    /// version of ML.NET cannot load. <c>new DeepTransformer(model)</c> makes predictions in ML.NET. Where that needs what ML.NET no
    /// longer has, any ONNX runtime makes them with what <see cref="SaveOnnx"/> writes.
    /// </remarks>
    /// <exception cref="FormatException">The file has no network, or is damaged, or is of a newer format.</exception>
    /// <exception cref="ArgumentException">There is no network in the folder, or there are several networks and no folder is given.</exception>
    public static DeepModel Load(Stream stream, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        DeepModel model = ModelArchive.Read(stream, folder);
        model.CheckGraph();
        return model;
    }

    /// <summary>Refuses what needs a graph that any ONNX runtime can run, if the network is a module.</summary>
    /// <exception cref="InvalidOperationException">It is one.</exception>
    internal void CheckOnnx()
    {
        if (Options is TorchOptions { Module: { } module } && ModuleGraph.NodeOf(OnnxReader.Read(Graph).Graph) is not null)
        {
            throw new InvalidOperationException(
                $"The network of this model is the module '{module.Name}', which cannot be written as ONNX. Make it a Sequential of the layers that {nameof(TorchOptions)}.{nameof(TorchOptions.Network)} lists; "
                + $"or save the model with mlContext.Model.Save, and load it where MLNetDeep is and '{module.Name}' is registered.");
        }
    }

    /// <summary>Writes the network as an ONNX file (operator set 12): raw features in, scores out.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <remarks>
    /// The input is <c>Features</c> [N, slots]; for sequences of any length, <c>Features</c> [N, steps, numbers] or <c>Tokens</c> [N, steps]
    /// (keys; 0 is unknown), and <c>Mask</c> [N, steps]: 1 for a step, 0 for what follows the last one. The outputs are <c>Score</c> and, for
    /// binary classification, <c>Probability</c>: [N, 1], or [N, classes]; of a network with outputs for each step, [N, steps, 1] or [N, steps, classes].
    /// </remarks>
    /// <exception cref="InvalidOperationException">The network is a module (<see cref="TorchOptions.Module"/>) that ONNX has no operators for.</exception>
    public void SaveOnnx(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckOnnx();
        stream.Write(Graph.Span);
    }

    /// <summary>Writes the weights of the network as a safetensors file, which PyTorch and others read.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <remarks>
    /// Names and shapes are those that PyTorch has for the same layers: <c>hidden.0.weight</c> and <c>.bias</c> as of <c>nn.Linear</c>, [outputs, inputs]; kernels as of
    /// <c>nn.Conv2d</c>; <c>weight</c>, <c>bias</c>, <c>running_mean</c> and <c>running_var</c> of <c>nn.BatchNorm1d</c>; <c>rnn.weight_ih_l0</c> and so on as of
    /// <c>nn.LSTM</c> and <c>nn.GRU</c>; <c>embedding.weight</c>, with the unknown token first. What the network learned of its features and labels is in
    /// <c>scaling</c>, <c>channels</c> and <c>label</c>. <see cref="DeepTrainerOptions.InitialWeightsFile"/> reads such files.
    /// </remarks>
    public void SaveSafetensors(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafetensorsWriter.Write(stream, TorchWeights.Of(OnnxReader.Read(Graph).Graph));
    }

    /// <summary>The layers of the network as a table: names, operators, shapes of outputs, numbers of parameters.</summary>
    /// <returns>Text of several lines. N stands for the rows and T for the steps of a row; parameters are all numbers that the layer has, learned or computed from the data.</returns>
    /// <exception cref="FormatException">The graph is damaged, or not one that this library writes.</exception>
    public string Summary() => ModelSummary.Of(this);

    /// <summary>Reads the graph, which comes from a file.</summary>
    /// <returns>The graph, and what it takes in memory.</returns>
    /// <exception cref="FormatException">It is not one that this project writes, or not one for the description.</exception>
    internal (OnnxModel Graph, GraphSize Size) CheckGraph()
    {
        OnnxModel graph = OnnxReader.Read(Graph);
        GraphSize size = Description.Sequence is { } kind
            ? OnnxValidator.Check(graph, kind, FeatureCount)
            : OnnxValidator.Check(graph, DeepGraph.Input, FeatureCount);
        if (Options is RnnOptions options && size.MostSteps < options.EffectiveMaximumLength)
        {
            throw OnnxValidator.Refused($"it has positions for {size.MostSteps} steps; the model's description says {options.EffectiveMaximumLength}");
        }
        if (ModuleGraph.NodeOf(graph.Graph) is not null && Options is not TorchOptions { Module: not null })
        {
            throw OnnxValidator.Refused("its network is a module, of which the model's description has no name");
        }
        GraphOutputs.Check(graph.Graph, Description);
        return (graph, size);
    }
}

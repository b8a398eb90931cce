namespace MLNetDeep;

/// <summary>A trained network: its ONNX graph and all that is known about it. Immutable.</summary>
public sealed class DeepModel
{
    internal DeepModel(ModelDescription description, ReadOnlyMemory<byte> graph)
    {
        Description = description;
        Graph = graph;
    }

    /// <summary>What the network predicts.</summary>
    public TaskKind Task => Description.Task;

    /// <summary>The number of slots of the feature vector that the network expects.</summary>
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
}

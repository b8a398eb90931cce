namespace MLNetDeep.Networks;

/// <summary>The architectures, by their options. A new one is a file of layers and a line here.</summary>
internal static class Architecture
{
    /// <param name="options">Which architecture, and its parameters.</param>
    /// <param name="features">What the layers will get; makes the first of them.</param>
    /// <param name="rows">Which of them are learned from, zero-based, in random order, shape [M].</param>
    /// <param name="task">What the outputs are.</param>
    /// <param name="outputCount">K, the number of raw outputs.</param>
    /// <param name="random">The fit's random numbers.</param>
    internal static IReadOnlyList<ILayer> Layers(DeepTrainerOptions options, IFeatureBatches features, Tensor rows, TaskKind task, int outputCount, FitRandom random) => (options, features) switch
    {
        (MlpOptions mlp, ITabularBatches table) => Mlp.Layers(mlp, table, rows, task, outputCount, random),
        (TorchOptions torch, ITabularBatches table) => TorchNetwork.Layers(torch, table, outputCount, random),
        (RnnOptions rnn, SequenceBatches sequences) => Rnn.Layers(rnn, sequences, outputCount, random),
        (CnnOptions cnn, ImageBatches images) => Cnn.Layers(cnn, images.Shape, outputCount, random),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.GetType().Name, "No architecture has options of this type."),
    };
}

#pragma warning disable RS0026 // the overloads extend three different catalogs

namespace MLNetDeep;

/// <summary>Trainers of networks that users make of TorchSharp's layers, as verbs on ML.NET's catalogs.</summary>
public static class TorchTrainerCatalog
{
    /// <summary>A network of your own for two classes.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options, with the network; checked by <c>Fit</c>.</param>
    /// <returns>A trainer that adds <c>Score</c>, <c>Probability</c> and <c>PredictedLabel</c>.</returns>
    public static DeepTrainer Torch(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TorchOptions options) =>
        DeepTrainerCatalog.Trainer(catalog, TaskKind.BinaryClassification, options);

    /// <summary>A network of your own for several classes.</summary>
    /// <inheritdoc cref="Torch(BinaryClassificationCatalog.BinaryClassificationTrainers, TorchOptions)" path="/param"/>
    /// <returns>A trainer that adds <c>Score</c> (a probability per class) and <c>PredictedLabel</c> (a key).</returns>
    public static DeepTrainer Torch(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, TorchOptions options) =>
        DeepTrainerCatalog.Trainer(catalog, TaskKind.MulticlassClassification, options);

    /// <summary>A network of your own for a number.</summary>
    /// <inheritdoc cref="Torch(BinaryClassificationCatalog.BinaryClassificationTrainers, TorchOptions)" path="/param"/>
    /// <returns>A trainer that adds <c>Score</c>.</returns>
    public static DeepTrainer Torch(this RegressionCatalog.RegressionTrainers catalog, TorchOptions options) =>
        DeepTrainerCatalog.Trainer(catalog, TaskKind.Regression, options);
}

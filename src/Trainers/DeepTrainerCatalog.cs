#pragma warning disable RS0026 // the overloads extend three different catalogs
using System.Runtime.CompilerServices;

namespace MLNetDeep;

/// <summary>The deep trainers, as verbs on ML.NET's catalogs.</summary>
public static class DeepTrainerCatalog
{
    /// <summary>A multilayer perceptron for two classes, with default options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label, a Boolean.</param>
    /// <param name="featureColumnName">The features, a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The row weight, a Single; <see langword="null"/> for none.</param>
    /// <returns>A trainer that adds <c>Score</c>, <c>Probability</c> and <c>PredictedLabel</c>.</returns>
    public static DeepTrainer Mlp(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null) =>
        catalog.Mlp(MlpColumns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>A multilayer perceptron for two classes.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; checked by <c>Fit</c>.</param>
    /// <returns>A trainer that adds <c>Score</c>, <c>Probability</c> and <c>PredictedLabel</c>.</returns>
    public static DeepTrainer Mlp(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, MlpOptions options) =>
        Trainer(catalog, TaskKind.BinaryClassification, options);

    /// <summary>A multilayer perceptron for several classes, with default options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label, a key.</param>
    /// <param name="featureColumnName">The features, a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The row weight, a Single; <see langword="null"/> for none.</param>
    /// <returns>A trainer that adds <c>Score</c> (a probability per class) and <c>PredictedLabel</c> (a key).</returns>
    public static DeepTrainer Mlp(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null) =>
        catalog.Mlp(MlpColumns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>A multilayer perceptron for several classes.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; checked by <c>Fit</c>.</param>
    /// <returns>A trainer that adds <c>Score</c> (a probability per class) and <c>PredictedLabel</c> (a key).</returns>
    public static DeepTrainer Mlp(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, MlpOptions options) =>
        Trainer(catalog, TaskKind.MulticlassClassification, options);

    /// <summary>A multilayer perceptron for a number, with default options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label, a Single.</param>
    /// <param name="featureColumnName">The features, a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The row weight, a Single; <see langword="null"/> for none.</param>
    /// <returns>A trainer that adds <c>Score</c>.</returns>
    public static DeepTrainer Mlp(
        this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null) =>
        catalog.Mlp(MlpColumns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>A multilayer perceptron for a number.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; checked by <c>Fit</c>.</param>
    /// <returns>A trainer that adds <c>Score</c>.</returns>
    public static DeepTrainer Mlp(this RegressionCatalog.RegressionTrainers catalog, MlpOptions options) =>
        Trainer(catalog, TaskKind.Regression, options);

    /// <summary>A convolutional network for two classes, with default options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label, a Boolean.</param>
    /// <param name="featureColumnName">The pixels or steps, a vector of Single whose type has dimensions, as <c>ExtractPixels</c> makes it.</param>
    /// <param name="exampleWeightColumnName">The row weight, a Single; <see langword="null"/> for none.</param>
    /// <returns>A trainer that adds <c>Score</c>, <c>Probability</c> and <c>PredictedLabel</c>.</returns>
    public static DeepTrainer Cnn(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null) =>
        catalog.Cnn(CnnColumns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>A convolutional network for two classes.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; checked by <c>Fit</c>.</param>
    /// <returns>A trainer that adds <c>Score</c>, <c>Probability</c> and <c>PredictedLabel</c>.</returns>
    public static DeepTrainer Cnn(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, CnnOptions options) =>
        Trainer(catalog, TaskKind.BinaryClassification, options);

    /// <summary>A convolutional network for several classes, with default options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label, a key.</param>
    /// <param name="featureColumnName">The pixels or steps, a vector of Single whose type has dimensions, as <c>ExtractPixels</c> makes it.</param>
    /// <param name="exampleWeightColumnName">The row weight, a Single; <see langword="null"/> for none.</param>
    /// <returns>A trainer that adds <c>Score</c> (a probability per class) and <c>PredictedLabel</c> (a key).</returns>
    public static DeepTrainer Cnn(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null) =>
        catalog.Cnn(CnnColumns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>A convolutional network for several classes.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; checked by <c>Fit</c>.</param>
    /// <returns>A trainer that adds <c>Score</c> (a probability per class) and <c>PredictedLabel</c> (a key).</returns>
    public static DeepTrainer Cnn(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, CnnOptions options) =>
        Trainer(catalog, TaskKind.MulticlassClassification, options);

    /// <summary>A convolutional network for a number, with default options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label, a Single.</param>
    /// <param name="featureColumnName">The pixels or steps, a vector of Single whose type has dimensions, as <c>ExtractPixels</c> makes it.</param>
    /// <param name="exampleWeightColumnName">The row weight, a Single; <see langword="null"/> for none.</param>
    /// <returns>A trainer that adds <c>Score</c>.</returns>
    public static DeepTrainer Cnn(
        this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null) =>
        catalog.Cnn(CnnColumns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>A convolutional network for a number.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; checked by <c>Fit</c>.</param>
    /// <returns>A trainer that adds <c>Score</c>.</returns>
    public static DeepTrainer Cnn(this RegressionCatalog.RegressionTrainers catalog, CnnOptions options) =>
        Trainer(catalog, TaskKind.Regression, options);

    /// <summary>A network for sequences for two classes, with default options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label, a Boolean; or a vector with one for each step.</param>
    /// <param name="featureColumnName">The steps: a vector of keys, or of Single, of known or variable size, as <see cref="RnnOptions"/> tells.</param>
    /// <param name="exampleWeightColumnName">The row weight, a Single; <see langword="null"/> for none.</param>
    /// <returns>A trainer that adds <c>Score</c>, <c>Probability</c> and <c>PredictedLabel</c>; as vectors, if the label is one.</returns>
    public static DeepTrainer Rnn(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null) =>
        catalog.Rnn(RnnColumns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>A network for sequences for two classes.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; checked by <c>Fit</c>.</param>
    /// <returns>A trainer that adds <c>Score</c>, <c>Probability</c> and <c>PredictedLabel</c>; as vectors, if the label is one.</returns>
    public static DeepTrainer Rnn(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, RnnOptions options) =>
        Trainer(catalog, TaskKind.BinaryClassification, options);

    /// <summary>A network for sequences for several classes, with default options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label, a key; or a vector with one for each step.</param>
    /// <param name="featureColumnName">The steps: a vector of keys, or of Single, of known or variable size, as <see cref="RnnOptions"/> tells.</param>
    /// <param name="exampleWeightColumnName">The row weight, a Single; <see langword="null"/> for none.</param>
    /// <returns>A trainer that adds <c>Score</c> (a probability per class) and <c>PredictedLabel</c> (a key); of each step, if the label is a vector.</returns>
    public static DeepTrainer Rnn(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null) =>
        catalog.Rnn(RnnColumns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>A network for sequences for several classes.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; checked by <c>Fit</c>.</param>
    /// <returns>A trainer that adds <c>Score</c> (a probability per class) and <c>PredictedLabel</c> (a key); of each step, if the label is a vector.</returns>
    public static DeepTrainer Rnn(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, RnnOptions options) =>
        Trainer(catalog, TaskKind.MulticlassClassification, options);

    /// <summary>A network for sequences for a number, with default options.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label, a Single; or a vector with one for each step.</param>
    /// <param name="featureColumnName">The steps: a vector of keys, or of Single, of known or variable size, as <see cref="RnnOptions"/> tells.</param>
    /// <param name="exampleWeightColumnName">The row weight, a Single; <see langword="null"/> for none.</param>
    /// <returns>A trainer that adds <c>Score</c>; a vector, if the label is one.</returns>
    public static DeepTrainer Rnn(
        this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null) =>
        catalog.Rnn(RnnColumns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>A network for sequences for a number.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">The options; checked by <c>Fit</c>.</param>
    /// <returns>A trainer that adds <c>Score</c>; a vector, if the label is one.</returns>
    public static DeepTrainer Rnn(this RegressionCatalog.RegressionTrainers catalog, RnnOptions options) =>
        Trainer(catalog, TaskKind.Regression, options);

    /// <summary>Checks ML.NET's internals before the first method that uses them is compiled.</summary>
    internal static DeepTrainer Trainer(TrainCatalogBase.CatalogInstantiatorBase catalog, TaskKind task, DeepTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        MLNetInternals.Check();
        return Create(catalog, task, options);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DeepTrainer Create(TrainCatalogBase.CatalogInstantiatorBase catalog, TaskKind task, DeepTrainerOptions options) =>
        new(CatalogUtils.GetEnvironment(catalog), task, options);

    private static MlpOptions MlpColumns(string label, string features, string? weight) =>
        new() { LabelColumnName = label, FeatureColumnName = features, ExampleWeightColumnName = weight };

    private static CnnOptions CnnColumns(string label, string features, string? weight) =>
        new() { LabelColumnName = label, FeatureColumnName = features, ExampleWeightColumnName = weight };

    private static RnnOptions RnnColumns(string label, string features, string? weight) =>
        new() { LabelColumnName = label, FeatureColumnName = features, ExampleWeightColumnName = weight };
}

using Images;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;

try
{
    CommandLine options = CommandLine.Parse(args);
    if (options.IsHelp)
    {
        Console.WriteLine(CommandLine.HelpText);
        return 0;
    }
    string output = Directory.CreateDirectory(options.Output).FullName;
    string folder = options.Folder ?? Shapes.Draw(Path.Combine(output, "shapes"), options.Pictures, options.Seed);
    MLContext ml = new(options.Seed);

    // Decode the pictures once, on all cores; the network learns from their pixels.
    DecodePixelsOptions pixels = new() { Width = options.Size, Height = options.Size };
    ImageFolderView pictures = ml.Data.LoadFromImageFolder(folder, new ImageFolderOptions { Pixels = pixels, OnUnreadable = UnreadableImages.Skip });
    Console.WriteLine($"{pictures.GetRowCount()} pictures of {string.Join(", ", pictures.GetColumn<string>("Label").Distinct())}");
    foreach (SkippedImage skipped in pictures.Skipped)
    {
        Console.WriteLine($"Skipped    {skipped.Reason}");
    }
    DataOperationsCatalog.TrainTestData data = ml.Data.TrainTestSplit(pictures, testFraction: 0.2, seed: options.Seed);
    CnnOptions cnn = new() { NumberOfEpochs = options.Epochs, Progress = new EpochLines("Cnn", "accuracy") };
    EstimatorChain<DeepTransformer> pipeline = ml.Transforms.Conversion.MapValueToKey("Label").Append(ml.MulticlassClassification.Trainers.Cnn(cnn));
    using TransformerChain<DeepTransformer> trained = pipeline.Fit(data.TrainSet);

    MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(trained.Transform(data.TestSet));
    Console.WriteLine($"{Environment.NewLine}Accuracy on test pictures: {metrics.MicroAccuracy:F3}{Environment.NewLine}");
    Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());

    // Save what leads from a file to a name, load it, and predict one file.
    string modelFile = Path.Combine(output, "model.zip");
    IDataView files = ml.Data.LoadFromEnumerable<Picture>([]);
    TransformerChain<ITransformer> named = new(
        ml.Transforms.DecodePixels("Features", nameof(Picture.File), pixels).Fit(files),
        trained.LastTransformer,
        ml.Transforms.Conversion.MapKeyToValue(nameof(Prediction.PredictedKind), "PredictedLabel").Fit(trained.Transform(data.TrainSet)));
    ml.Model.Save(named, files.Schema, modelFile);
    Console.WriteLine($"Saved      {modelFile}");
    ITransformer loaded = ml.Model.Load(modelFile, out _);
    using PredictionEngine<Picture, Prediction> engine = ml.Model.CreatePredictionEngine<Picture, Prediction>(loaded);
    Picture first = new() { File = data.TestSet.GetColumn<string>("ImagePath").First() };
    Prediction prediction = engine.Predict(first);
    Console.WriteLine($"Predicted  {prediction.PredictedKind} with probability {prediction.Score.Max():F2}: {first.File}");

    // Which pixels speak for it.
    string saliencyFile = Path.Combine(output, "saliency.png");
    Saliency.Save(prediction.Features, trained.LastTransformer.GradCam(prediction.Features), saliencyFile);
    Console.WriteLine($"Looked at  {saliencyFile}");
    return 0;
}
catch (Exception exception) when (exception is InputException or InvalidOperationException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

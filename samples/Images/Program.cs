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
    Picture[] pictures = Picture.In(options.Folder ?? Shapes.Draw(Path.Combine(output, "shapes"), options.Pictures, options.Seed));
    MLContext ml = new(options.Seed);
    DataOperationsCatalog.TrainTestData data = ml.Data.TrainTestSplit(ml.Data.LoadFromEnumerable(pictures), testFraction: 0.2, seed: options.Seed);
    Console.WriteLine($"{pictures.Length} pictures of {string.Join(", ", pictures.Select(picture => picture.Kind).Distinct())}");

    // ML.NET's own transforms make pixels of files; the network learns from them.
    CnnOptions cnn = new() { NumberOfEpochs = options.Epochs, Progress = new EpochLines() };
    EstimatorChain<DeepTransformer> pipeline = ml.Transforms.Conversion.MapValueToKey("Label", nameof(Picture.Kind))
        .Append(ml.Transforms.LoadImages("Image", imageFolder: "", nameof(Picture.File)))
        .Append(ml.Transforms.ResizeImages("Image", options.Size, options.Size))
        .Append(ml.Transforms.ExtractPixels("Features", "Image"))
        .Append(ml.MulticlassClassification.Trainers.Cnn(cnn));
    using TransformerChain<DeepTransformer> trained = pipeline.Fit(data.TrainSet);

    MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(trained.Transform(data.TestSet));
    Console.WriteLine($"{Environment.NewLine}Accuracy on test pictures: {metrics.MicroAccuracy:F3}{Environment.NewLine}");
    Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());

    // Save, load, and predict one file.
    string modelFile = Path.Combine(output, "model.zip");
    ITransformer named = trained.Append(ml.Transforms.Conversion.MapKeyToValue(nameof(Prediction.PredictedKind), "PredictedLabel").Fit(trained.Transform(data.TrainSet)));
    ml.Model.Save(named, data.TrainSet.Schema, modelFile);
    Console.WriteLine($"Saved      {modelFile}");
    ITransformer loaded = ml.Model.Load(modelFile, out _);
    using PredictionEngine<Picture, Prediction> engine = ml.Model.CreatePredictionEngine<Picture, Prediction>(loaded);
    Picture first = ml.Data.CreateEnumerable<Picture>(data.TestSet, reuseRowObject: false).First();
    Prediction prediction = engine.Predict(first);
    Console.WriteLine($"Predicted  {prediction.PredictedKind} with probability {prediction.Score.Max():F2}: {first.File}");

    // Which pixels speak for it.
    string saliencyFile = Path.Combine(output, "saliency.png");
    Saliency.Save(prediction.Features, trained.LastTransformer.GradCam(prediction.Features), saliencyFile);
    Console.WriteLine($"Looked at  {saliencyFile}");
    return 0;
}
catch (Exception exception) when (exception is InputException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

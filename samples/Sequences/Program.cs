using System.Diagnostics;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MLNetDeep;
using Sequences;

try
{
    CommandLine options = CommandLine.Parse(args);
    if (options.IsHelp)
    {
        Console.WriteLine(CommandLine.HelpText);
        return 0;
    }
    DataSet data = DataSet.Of(options);
    Console.OutputEncoding = Encoding.UTF8; // for the bars below
    Console.WriteLine($"{data.Description}{Environment.NewLine}");
    MLContext ml = new(options.Seed);
    IDataView train = ml.Data.LoadFromEnumerable(data.Series.Train.Select(Sequence.Of).ToArray());
    IDataView test = ml.Data.LoadFromEnumerable(data.Series.Test.Select(Sequence.Of).ToArray());
    IEstimator<ITransformer> label = ml.Transforms.Conversion.MapValueToKey("Label", nameof(Sequence.Kind));

    // A linear model, to compare with: it needs equally many numbers of each series, such as statistics.
    SchemaDefinition schema = Summary.Schema(data.Channels.Count);
    IDataView trainSummaries = ml.Data.LoadFromEnumerable(data.Series.Train.Select(Summary.Of).ToArray(), schema);
    IDataView testSummaries = ml.Data.LoadFromEnumerable(data.Series.Test.Select(Summary.Of).ToArray(), schema);
    Stopwatch clock = Stopwatch.StartNew();
    ITransformer linear = label
        .Append(ml.Transforms.NormalizeMeanVariance("Features"))
        .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options { L1Regularization = 0, L2Regularization = 0.1f, NumberOfThreads = 1 })) // on several, fits differ
        .Fit(trainSummaries);
    TimeSpan linearTime = clock.Elapsed;

    // The network takes the series as they are: of any length, not scaled, with what is missing in them. Half the default width is as accurate here, in less time.
    RnnOptions rnn = new() { FeaturesPerStep = data.Channels.Count, HiddenSize = 64, NumberOfEpochs = options.Epochs, Progress = new EpochLines("Rnn", "accuracy") };
    clock.Restart();
    using TransformerChain<DeepTransformer> trained = label.Append(ml.MulticlassClassification.Trainers.Rnn(rnn)).Fit(train);
    TimeSpan rnnTime = clock.Elapsed;

    MulticlassClassificationMetrics linearMetrics = ml.MulticlassClassification.Evaluate(linear.Transform(testSummaries));
    MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(trained.Transform(test));
    Console.WriteLine($"{Environment.NewLine}{"",-20}  accuracy       fit");
    Console.WriteLine($"{"LbfgsMaximumEntropy",-20}{linearMetrics.MicroAccuracy,10:F3}{linearTime.TotalSeconds,8:F1} s");
    Console.WriteLine($"{"Rnn",-20}{metrics.MicroAccuracy,10:F3}{rnnTime.TotalSeconds,8:F1} s{Environment.NewLine}");
    Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());

    // Save, load, and predict one series.
    string modelFile = Path.Combine(Directory.CreateDirectory(options.Output).FullName, "model.zip");
    ITransformer named = trained.Append(ml.Transforms.Conversion.MapKeyToValue(nameof(Prediction.PredictedKind), "PredictedLabel").Fit(trained.Transform(train)));
    ml.Model.Save(named, train.Schema, modelFile);
    Console.WriteLine($"Saved      {modelFile}");
    ITransformer loaded = ml.Model.Load(modelFile, out _);
    using PredictionEngine<Sequence, Prediction> engine = ml.Model.CreatePredictionEngine<Sequence, Prediction>(loaded);
    TimeSeries series = data.Series.Test[0];
    Prediction prediction = engine.Predict(Sequence.Of(series));
    Console.WriteLine($"Predicted  {prediction.PredictedKind} with probability {prediction.Score.Max():F2}, for a series of {series.Steps} steps of the class {series.Label}:{Environment.NewLine}");
    foreach ((string name, float[] steps) in data.Channels.Zip(series.Channels))
    {
        Console.WriteLine($"{name,-12}{Sparkline.Of(steps)}");
    }
    return 0;
}
catch (Exception exception) when (exception is InputException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

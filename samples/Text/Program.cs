using System.Diagnostics;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MLNetDeep;
using Text;

try
{
    CommandLine options = CommandLine.Parse(args);
    if (options.IsHelp)
    {
        Console.WriteLine(CommandLine.HelpText);
        return 0;
    }
    DataSet data = DataSet.Of(options);
    Console.OutputEncoding = Encoding.UTF8; // texts may have any letters
    Console.WriteLine($"{data.Description}{Environment.NewLine}");
    MLContext ml = new(options.Seed);
    IDataView train = ml.Data.LoadFromEnumerable(data.Train);
    IDataView test = ml.Data.LoadFromEnumerable(data.Test);

    // A linear model of words and parts of words, to compare with. These settings are better for texts than the default ones.
    LbfgsLogisticRegressionBinaryTrainer.Options logistic = new() { L1Regularization = 0, L2Regularization = 0.1f, NumberOfThreads = 1 }; // on several, fits differ
    Stopwatch clock = Stopwatch.StartNew();
    ITransformer linear = ml.Transforms.Text.FeaturizeText("Features", nameof(Review.Text))
        .Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression(logistic))
        .Fit(train);
    TimeSpan linearTime = clock.Elapsed;

    // The network reads the words in their order.
    RnnOptions rnn = new()
    {
        FeatureColumnName = "Tokens",
        Backbone = RnnBackbone.Gru,
        Pooling = RnnPooling.Attention, // it tells what it looks at
        HiddenSize = 32, // a quarter of the default: as accurate here, in less time
        EmbeddingDimension = 32,
        EmbeddingDropout = 0.1, // few words are so rare that the test may have others
        NumberOfEpochs = options.Epochs,
        Progress = new EpochLines("Rnn", "accuracy"),
    };
    clock.Restart();
    using TransformerChain<DeepTransformer> trained = ml.Transforms.Text.EncodeTokens("Tokens", nameof(Review.Text))
        .Append(ml.Transforms.Conversion.MapKeyToValue("Words", "Tokens")) // to show them
        .Append(ml.BinaryClassification.Trainers.Rnn(rnn))
        .Fit(train);
    TimeSpan rnnTime = clock.Elapsed;

    Console.WriteLine($"{Environment.NewLine}{"",-25}  accuracy       AUC        F1       fit");
    Print("LbfgsLogisticRegression", linear, linearTime);
    Print("Rnn", trained, rnnTime);

    // Save, load, and predict.
    string modelFile = Path.Combine(Directory.CreateDirectory(options.Output).FullName, "model.zip");
    ml.Model.Save(trained, train.Schema, modelFile);
    Console.WriteLine($"{Environment.NewLine}Saved      {modelFile}");
    TransformerChain<ITransformer> loaded = (TransformerChain<ITransformer>)ml.Model.Load(modelFile, out _);
    using DeepTransformer network = (DeepTransformer)loaded.LastTransformer;

    // Which words it looks at.
    bool inColor = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    Review[] some = [.. data.Test.Take(5)];
    Console.WriteLine($"Predicted  {some.Length} texts of the test, and how much the network looks at each word, {(inColor ? "by its color" : "in percent")}:{Environment.NewLine}");
    IDataView shown = loaded.Transform(ml.Data.LoadFromEnumerable(some));
    foreach (Prediction prediction in ml.Data.CreateEnumerable<Prediction>(shown, reuseRowObject: false))
    {
        float[] weights = network.AttentionWeights(prediction.Tokens);
        Console.WriteLine($"{(prediction.PredictedLabel ? "positive" : "negative")} ({prediction.Probability:F2}){(prediction.PredictedLabel == prediction.Label ? "" : ", which is wrong")}");
        Console.WriteLine(inColor ? $"  {WeightedWords.Shaded(prediction.Words, weights)}{Environment.NewLine}" : WeightedWords.Numbered(prediction.Words, weights));
    }
    return 0;

    void Print(string name, ITransformer model, TimeSpan time)
    {
        CalibratedBinaryClassificationMetrics metrics = ml.BinaryClassification.Evaluate(model.Transform(test));
        Console.WriteLine($"{name,-25}{metrics.Accuracy,10:F3}{metrics.AreaUnderRocCurve,10:F3}{metrics.F1Score,10:F3}{time.TotalSeconds,8:F1} s");
    }
}
catch (Exception exception) when (exception is InputException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

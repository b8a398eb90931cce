using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep;
using Tabular;

try
{
    CommandLine options = CommandLine.Parse(args);
    if (options.IsHelp)
    {
        Console.WriteLine(CommandLine.HelpText);
        return 0;
    }

    MLContext mlContext = new(options.Seed);
    mlContext.Log += (_, e) => WriteWarning(e);
    DataSet data = options.Data is null ? ClickData.Create(mlContext, options.Table) : CsvData.Load(mlContext, options.Table);
    Console.WriteLine(data.Description);
    string modelFile = Path.Combine(Directory.CreateDirectory(options.Output).FullName, "model.zip");
    string onnxFile = Path.ChangeExtension(modelFile, "onnx");

    // A linear model that comes with ML.NET, to compare with.
    MetricTable table = new();
    Stopwatch clock = Stopwatch.StartNew();
    TransformerChain<ITransformer> linear =
        Featurizer.ForLinearModel(mlContext, data).Append(Trainers.Linear(mlContext, data.Task)).Fit(data.Train);
    clock.Stop();
    table.Add(Trainers.NameOfLinear(data.Task), clock.Elapsed, Trainers.Evaluate(mlContext, data.Task, linear.Transform(data.Test)));

    // The network takes the same place in the same kind of pipeline.
    MlpOptions mlpOptions = new() { Progress = new EpochLines("Mlp", data.Task == TaskKind.Regression ? "R²" : "accuracy") };
    mlpOptions = options.Epochs is int epochs ? mlpOptions with { NumberOfEpochs = epochs } : mlpOptions;
    Console.WriteLine();
    clock.Restart();
    using TransformerChain<DeepTransformer> model =
        Featurizer.ForNetwork(mlContext, data).Append(Trainers.Mlp(mlContext, data.Task, mlpOptions)).Fit(data.Train);
    clock.Stop();
    table.Add("Mlp", clock.Elapsed, Trainers.Evaluate(mlContext, data.Task, model.Transform(data.Test)));
    TrainingHistory history = model.LastTransformer.TrainingHistory;
    Console.WriteLine($"Best epoch: {history.BestEpoch} of {history.Epochs.Count} ({history.StopReason})");
    Console.WriteLine($"{Environment.NewLine}{table}{Environment.NewLine}");

    // Save, load, and predict one row.
    mlContext.Model.Save(model, data.Train.Schema, modelFile);
    Console.WriteLine($"Saved      {modelFile}");
    ITransformer loaded = mlContext.Model.Load(modelFile, out _);
    Console.WriteLine($"Predicted  {(options.Data is null ? ClickData.PredictOne(mlContext, loaded) : FirstTestRow.Predict(mlContext, loaded, data))}");

    // The network alone, for any ONNX runtime: features in, scores out.
    using FileStream onnx = File.Create(onnxFile);
    model.LastTransformer.SaveOnnx(onnx);
    Console.WriteLine($"Exported   {onnxFile}");
    return 0;
}
catch (Exception exception) when (exception is InputException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static void WriteWarning(LoggingEventArgs e)
{
    if (e.Kind == ChannelMessageKind.Warning)
    {
        Console.WriteLine(e.RawMessage);
    }
}

// The C# of README.md, as one program: each block there is a region here, and a test holds the two together.
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using MLNetDeep;
using static TorchSharp.torch.nn;
using Tensor = TorchSharp.torch.Tensor;

DirectoryInfo folder = Directory.CreateTempSubdirectory("mlnetdeep-readme-");
Directory.SetCurrentDirectory(folder.FullName);
WriteCustomers("customers.csv", rows: 500);

#region example
MLContext ml = new(seed: 1);
IDataView data = ml.Data.LoadFromTextFile<Customer>("customers.csv", separatorChar: ',', hasHeader: true);
DataOperationsCatalog.TrainTestData split = ml.Data.TrainTestSplit(data, testFraction: 0.2);

EstimatorChain<DeepTransformer> pipeline = ml.Transforms.Categorical.OneHotEncoding("Plan")
    .Append(ml.Transforms.Concatenate("Features", "Plan", "Months", "MonthlyFee"))
    .Append(ml.BinaryClassification.Trainers.Mlp(labelColumnName: "HasLeft")); // here stood LightGbm

TransformerChain<DeepTransformer> model = pipeline.Fit(split.TrainSet);
CalibratedBinaryClassificationMetrics metrics =
    ml.BinaryClassification.Evaluate(model.Transform(split.TestSet), labelColumnName: "HasLeft");
Console.WriteLine($"Area under the ROC curve: {metrics.AreaUnderRocCurve:F3}");
#endregion

#region options
MlpOptions options = new()
{
    LabelColumnName = "HasLeft",
    HiddenLayerSizes = [128, 64],
    Activation = Activation.Silu,
    Dropout = 0.2,
    NumberOfEpochs = 20,
};
DeepTrainer trainer = ml.BinaryClassification.Trainers.Mlp(options);
#endregion

#region numbers
MlpOptions careful = options with
{
    NumericEmbedding = NumericEmbedding.PiecewiseLinear,
    EnsembleSize = 4,
    LearningRateSchedule = LearningRateSchedule.CosineCycles,
};
DeepTrainer ensemble = ml.BinaryClassification.Trainers.Mlp(careful);
#endregion

#region torch
TorchOptions torch = new()
{
    LabelColumnName = "HasLeft",
    Network = context => Sequential(
        Linear(context.FeatureCount, 64), BatchNorm1d(64), GELU(), Dropout(0.2),
        Sequential(Linear(64, 32), LayerNorm(32), GELU()), // parts may be made elsewhere
        Linear(32, context.OutputCount)),
    NumberOfEpochs = 20,
};
TransformerChain<DeepTransformer> ofMine = ml.Transforms.Categorical.OneHotEncoding("Plan")
    .Append(ml.Transforms.Concatenate("Features", "Plan", "Months", "MonthlyFee"))
    .Append(ml.BinaryClassification.Trainers.Torch(torch))
    .Fit(split.TrainSet);
#endregion

Console.WriteLine($"Own network: {ml.BinaryClassification.Evaluate(ofMine.Transform(split.TestSet), labelColumnName: "HasLeft").AreaUnderRocCurve:F3}");

#region torch-maps
TorchOptions waves = new()
{
    Network = context => Sequential(
        Unflatten(1, [2, context.FeatureCount / 2]), // two channels
        Conv1d(2, 32, 5, padding: 2), BatchNorm1d(32), ReLU(), MaxPool1d(2),
        Conv1d(32, 64, 3, padding: 1), ReLU(), AdaptiveAvgPool1d(1), Flatten(),
        Linear(64, context.OutputCount)),
};
DeepTrainer signals = ml.Regression.Trainers.Torch(waves);
#endregion

#region torch-module
TorchModules.Register<Gate>("gated", (context, gate) => new GatedNetwork(context, gate)); // at the start of each program
TorchOptions gated = torch with { Network = null, Module = TorchModule.Of("gated", new Gate(Width: 32, Dropout: 0.1)) };
TransformerChain<DeepTransformer> ofAModule = ml.Transforms.Categorical.OneHotEncoding("Plan")
    .Append(ml.Transforms.Concatenate("Features", "Plan", "Months", "MonthlyFee"))
    .Append(ml.BinaryClassification.Trainers.Torch(gated))
    .Fit(split.TrainSet);
#endregion

Console.WriteLine($"Own module: {ml.BinaryClassification.Evaluate(ofAModule.Transform(split.TestSet), labelColumnName: "HasLeft").AreaUnderRocCurve:F3}");

#region losses
DeepTrainer fraud = ml.BinaryClassification.Trainers.Mlp(options with { Loss = Loss.Focal, BalanceClasses = true });
DeepTrainer misses = ml.BinaryClassification.Trainers.Mlp(options with { ClassWeights = [1, 5] }); // a missed customer costs five false alarms
DeepTrainer high = ml.Regression.Trainers.Mlp(new MlpOptions { Loss = Loss.Quantile, Quantile = 0.9 });
DeepTrainer own = ml.Regression.Trainers.Mlp().WithLoss((outputs, targets) => (outputs.squeeze(-1) - targets).cosh().log());
#endregion

#region save
ml.Model.Save(model, data.Schema, "model.zip");
ITransformer loaded = ml.Model.Load("model.zip", out DataViewSchema schema);
#endregion

#region predict
PredictionEngine<Customer, Churn> engine = ml.Model.CreatePredictionEngine<Customer, Churn>(
    loaded, new PredictionEngineOptions { OwnsTransformer = false });
Churn churn = engine.Predict(new Customer { Plan = "yearly", Months = 24, MonthlyFee = 60 });
Console.WriteLine($"Will leave: {churn.PredictedLabel}, with probability {churn.Probability:P0}");
#endregion

#region cross-validation
IReadOnlyList<TrainCatalogBase.CrossValidationResult<CalibratedBinaryClassificationMetrics>> folds =
    ml.BinaryClassification.CrossValidate(data, pipeline, numberOfFolds: 3, labelColumnName: "HasLeft");
Console.WriteLine($"Cross-validated: {folds.Average(fold => fold.Metrics.AreaUnderRocCurve):F3}");
#endregion

#region importance
ImmutableDictionary<string, BinaryClassificationMetricsStatistics> importance =
    ml.BinaryClassification.PermutationFeatureImportanceNonCalibrated(model, model.Transform(split.TestSet), labelColumnName: "HasLeft");
foreach ((string feature, BinaryClassificationMetricsStatistics change) in importance)
{
    Console.WriteLine($"{feature}: {change.AreaUnderRocCurve.Mean:F3}");
}
#endregion

#region validation
ITransformer featurizer = ml.Transforms.Categorical.OneHotEncoding("Plan")
    .Append(ml.Transforms.Concatenate("Features", "Plan", "Months", "MonthlyFee"))
    .Fit(split.TrainSet);
DeepTransformer network = trainer.Fit(featurizer.Transform(split.TrainSet), featurizer.Transform(split.TestSet));
TrainingHistory history = network.TrainingHistory;
Console.WriteLine($"{history.StopReason} after {history.Epochs.Count} epochs; the best was {history.BestEpoch}");
#endregion

#region optimization
MlpOptions sgd = options with { Optimizer = Optimizer.Sgd, LearningRateSchedule = LearningRateSchedule.OneCycle, WeightAveraging = 0.99 };
LearningRateCurve curve = ml.BinaryClassification.Trainers.Mlp(sgd).FindLearningRate(featurizer.Transform(split.TrainSet));
DeepTrainer steady = ml.BinaryClassification.Trainers.Mlp(sgd with { LearningRate = curve.Suggestion, BatchesPerStep = 4 });
#endregion

#region watching
using TensorBoardLog board = new("runs/churn"); // tensorboard --logdir runs
MlpOptions watched = options with
{
    Metrics = ["AreaUnderRocCurve", "LogLoss"],
    EarlyStoppingMetric = "AreaUnderRocCurve",
    StopWhen = epoch => epoch.Elapsed > TimeSpan.FromMinutes(1),
    Progress = board,
};
DeepTransformer best = ml.BinaryClassification.Trainers.Mlp(watched)
    .WithMetric("MeanLogOdds", (outputs, targets) => outputs.mean().item<float>(), isHigherBetter: false)
    .Fit(featurizer.Transform(split.TrainSet), featurizer.Transform(split.TestSet));
best.TrainingHistory.SaveCsv("history.csv");
Console.WriteLine(best.Summary());
#endregion

#region continuing
DeepTransformer updated = ml.BinaryClassification.Trainers
    .Mlp((MlpOptions)network.Options with { InitialModel = network, NumberOfEpochs = 5, LearningRate = 1e-3 })
    .Fit(featurizer.Transform(split.TestSet)); // rows of the last month, say
DeepTransformer tuned = ml.BinaryClassification.Trainers
    .Mlp((MlpOptions)network.Options with { InitialModel = network, FreezeLayers = ["hidden.*"] })
    .Fit(featurizer.Transform(split.TestSet));
TransferReport transfer = tuned.TrainingHistory.Transfer!;
Console.WriteLine($"Taken: {transfer.Taken.Count} weights; not: {transfer.NotTaken.Count}");
#endregion

#region checkpoint
DeepTransformer night = ml.BinaryClassification.Trainers
    .Mlp(options with { CheckpointPath = "churn.checkpoint", Seed = 1 })
    .Fit(featurizer.Transform(split.TrainSet));
#endregion

#region safetensors
using (FileStream file = File.Create("churn.safetensors"))
{
    network.SaveSafetensors(file);
}
DeepTrainer fromFile = ml.BinaryClassification.Trainers.Mlp(options with { InitialWeightsFile = "churn.safetensors" });
#endregion

#region calibration
DeepTransformer honest = ml.BinaryClassification.Trainers.Mlp(options with { CalibrateProbabilities = true }).Fit(featurizer.Transform(split.TrainSet));
CalibrationReport calibration = honest.TrainingHistory.Calibration!;
Console.WriteLine($"Calibrated: {calibration.ErrorBefore:F3} to {calibration.ErrorAfter:F3}");
#endregion

#region progress
using CancellationTokenSource cancellation = new();
MlpOptions observed = options with
{
    Progress = new Progress<EpochReport>(epoch => Console.WriteLine($"{epoch.Epoch}: {epoch.ValidationLoss:F4}")),
    CancellationToken = cancellation.Token,
    TimeBudget = TimeSpan.FromMinutes(5),
};
#endregion

#region threshold
DeepTransformer cautious = network.WithThreshold(0.8f);
#endregion

#region threads
ITransformer modest = loaded.WithExecution(new ExecutionOptions { NumberOfThreads = 1 });
#endregion

#region onnx
using (FileStream file = File.Create("churn.onnx"))
{
    network.SaveOnnx(file);
}
#endregion

#region network
using (FileStream file = File.OpenRead("model.zip"))
using (DeepTransformer stored = new(DeepModel.Load(file)))
{
    Console.WriteLine($"{stored.Model.Task} on {stored.Model.FeatureCount} features, trained for {stored.TrainingHistory.Epochs.Count} epochs");
}
#endregion

#region gpu
ml.GpuDeviceId = 0;
ml.FallbackToCpu = true; // without CUDA device 0: train on the CPU and log a warning
#endregion

Photo.Draw("photos", count: 60);

#region images
DecodePixelsOptions size = new() { Width = 32, Height = 32 };
ImageFolderView photos = ml.Data.LoadFromImageFolder("photos", new ImageFolderOptions { Pixels = size });
TransformerChain<DeepTransformer> classifier = ml.Transforms.Conversion.MapValueToKey("Label")
    .Append(ml.MulticlassClassification.Trainers.Cnn(new CnnOptions { NumberOfEpochs = 10, HorizontalFlip = false }))
    .Fit(photos);
#endregion

IDataView classified = classifier.Transform(photos);
Console.WriteLine($"Photos told apart: {ml.MulticlassClassification.Evaluate(classified).MicroAccuracy:P0}");
float[] pixels = classified.GetColumn<float[]>("Features").First();
string photo = Path.Combine("photos", "vertical", "0.png");
IDataView requests = ml.Data.LoadFromEnumerable([new Photo { Path = photo, Content = File.ReadAllBytes(photo), Image = MLImage.CreateFromFile(photo) }]);

#region image columns
ITransformer ofPaths = ml.Transforms.DecodePixels("Features", "Path", size).Fit(requests).Append(classifier.LastTransformer);
ITransformer ofContent = ml.Transforms.DecodePixels("Features", "Content", size).Fit(requests).Append(classifier.LastTransformer);
ITransformer ofImages = ml.Transforms.DecodePixels("Features", "Image", size).Fit(requests).Append(classifier.LastTransformer);
#endregion

Console.WriteLine($"Predicted alike: {new[] { ofPaths, ofContent, ofImages }.Select(model => model.Transform(requests).GetColumn<uint>("PredictedLabel").Single()).Distinct().Count() == 1}");

#region saliency
float[,] places = classifier.LastTransformer.GradCam(pixels); // 0 to 1, by row and column
#endregion

Console.WriteLine($"Looked at: {places.Cast<float>().Count(place => place > 0.5f)} of {places.Length} pixels");

#region sequences
IDataView opinions = ml.Data.LoadFromEnumerable(Opinion.Some(400));
EstimatorChain<DeepTransformer> sentiment = ml.Transforms.Text.EncodeTokens("Features", "Text")
    .Append(ml.BinaryClassification.Trainers.Rnn(new RnnOptions { Pooling = RnnPooling.Attention, NumberOfEpochs = 10 }));
#endregion

using TransformerChain<DeepTransformer> reader = sentiment.Fit(opinions);
Console.WriteLine(FormattableString.Invariant($"Opinions told apart: {ml.BinaryClassification.Evaluate(reader.Transform(opinions)).Accuracy:F2}"));

#region steps
IDataView journeys = ml.Data.LoadFromEnumerable(Journey.Some(400)); // "from Paris to Rome": other, origin, other, destination
EstimatorChain<DeepTransformer> tagger = ml.Transforms.Text.EncodeTokens("Features", "Text")
    .Append(ml.Transforms.Conversion.MapValueToKey("Label", "Tags"))
    .Append(ml.MulticlassClassification.Trainers.Rnn(new RnnOptions { NumberOfEpochs = 10 }));
TransformerChain<DeepTransformer> tags = tagger.Fit(journeys);
MulticlassClassificationMetrics ofWords = ml.MulticlassClassification.Evaluate(ml.Data.StepsAsRows(tags.Transform(journeys)));
#endregion

Console.WriteLine(FormattableString.Invariant($"Words tagged: {ofWords.MicroAccuracy:F2}"));
tags.Dispose();

#region attention
uint[] tokens = reader.Transform(opinions).GetColumn<uint[]>("Features").First();
float[] weights = reader.LastTransformer.AttentionWeights(tokens); // one for each word, together 1
#endregion

Console.WriteLine(FormattableString.Invariant($"Looked at: {tokens.Length} words, with weights of {weights.Sum():F2} together"));

#region text
IDataView reviews = ml.Data.LoadFromEnumerable([new { Text = "Good, good coffee!" }]);
IDataView words = ml.Transforms.Text.EncodeTokens("Tokens", "Text", new EncodeTokensOptions { MaximumTokens = 200 })
    .Append(ml.Transforms.Conversion.MapKeyToValue("Words", "Tokens"))
    .Fit(reviews).Transform(reviews); // good , good coffee !
#endregion

Console.WriteLine($"Words: {string.Join(' ', words.GetColumn<ReadOnlyMemory<char>[]>("Words").Single())}");

#region vocabulary
EncodeTokensOptions pieces = new() { Tokenizer = TokenizerKind.WordPiece, VocabularyFile = "vocab.txt" };
#endregion

File.WriteAllLines("vocab.txt", ["[UNK]", "coffee", "!"]);
IDataView encoded = ml.Transforms.Text.EncodeTokens("Tokens", "Text", pieces).Fit(reviews).Transform(reviews);
Console.WriteLine($"Pieces: {string.Join(' ', encoded.GetColumn<uint[]>("Tokens").Single())}");

#region sweep
IEstimator<ITransformer> prepared = ml.Transforms.Categorical.OneHotEncoding("Plan")
    .Append(ml.Transforms.Concatenate("Features", "Plan", "Months", "MonthlyFee"));
SweepOptions sweep = new() { LabelColumnName = "HasLeft", Metric = "AreaUnderRocCurve", MaximumTrials = 12, TimeBudget = TimeSpan.FromMinutes(10) };
using SweepResult found = ml.BinaryClassification.Sweep(data, sweep)
    .Add("mlp", (MlpOptions o) => prepared.Append(ml.BinaryClassification.Trainers.Mlp(o with { LabelColumnName = "HasLeft" })), space => space
        .Range(o => o.NumberOfEpochs, 5, 20)
        .OnlyIf(o => o.Dropout, o => o.Normalization, Normalization.None, Normalization.Layer))
    .Add("linear", (LinearSpace o) => prepared.Append(ml.BinaryClassification.Trainers.SdcaLogisticRegression("HasLeft", l2Regularization: o.L2)))
    .Run();
Console.WriteLine($"The best of {found.Trials.Count}: {found.Best.Candidate}, {found.Best.Metric:F3}, {found.Best.Options}");
ml.Model.Save(found.Best.Model, data.Schema, "best.zip");
ml.Model.Save(found.Ensemble.Model, data.Schema, "ensemble.zip");
found.SaveReport("sweep.html");
#endregion

#region gpu predictions
ExecutionOptions cuda = new() { ConfigureSession = session => session.AppendExecutionProvider_CUDA(deviceId: 0) };
#endregion

ServiceCollection services = new();
#region services
services.AddMLNetDeep(context => context.Seed = 1);
services.AddPredictor<Customer, Churn>("churn", predictor =>
{
    predictor.ModelPath = "model.zip";
    predictor.WatchForChanges = true;
});
#endregion

using (ServiceProvider provider = services.BuildServiceProvider())
{
    IPredictor<Customer, Churn> predictor = provider.GetRequiredService<IPredictor<Customer, Churn>>();
    Churn served = await predictor.PredictAsync(new Customer { Plan = "yearly", Months = 24, MonthlyFee = 60 });
    Console.WriteLine($"Served: {MathF.Abs(served.Probability - churn.Probability) < 1e-5f}");
}

ml.BinaryClassification.Trainers.Mlp(observed).Fit(featurizer.Transform(split.TrainSet)).Dispose();
cautious.Dispose();
folder.Delete(recursive: true);

static void WriteCustomers(string path, int rows)
{
    Random random = new(1);
    using StreamWriter file = new(path);
    file.WriteLine("HasLeft,Plan,Months,MonthlyFee");
    for (int row = 0; row < rows; row++)
    {
        bool isMonthly = random.Next(2) == 0;
        int months = random.Next(1, 72);
        double fee = 20 + 100 * random.NextDouble();
        bool hasLeft = random.NextDouble() < 1 / (1 + Math.Exp(months * 0.1 - fee * 0.05 - (isMonthly ? 2 : 0)));
        file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{hasLeft},{(isMonthly ? "monthly" : "yearly")},{months},{fee:F2}"));
    }
}

#region rows
internal sealed class Customer
{
    [LoadColumn(0)] public bool HasLeft { get; set; }
    [LoadColumn(1)] public string Plan { get; set; } = "";
    [LoadColumn(2)] public float Months { get; set; }
    [LoadColumn(3)] public float MonthlyFee { get; set; }
}

internal sealed class Churn
{
    public bool PredictedLabel { get; set; }
    public float Probability { get; set; }
}
#endregion

#region module
internal sealed record Gate(int Width, double Dropout);

internal sealed class GatedNetwork : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _enter, _change, _gate, _dropout, _leave;

    internal GatedNetwork(TorchContext context, Gate gate)
        : base("gated")
    {
        register_module("enter", _enter = Linear(context.FeatureCount, gate.Width));
        register_module("change", _change = Linear(gate.Width, gate.Width));
        register_module("gate", _gate = Linear(gate.Width, gate.Width));
        register_module("dropout", _dropout = Dropout(gate.Dropout));
        register_module("leave", _leave = Linear(gate.Width, context.OutputCount));
    }

    public override Tensor forward(Tensor input)
    {
        Tensor entered = _enter.call(input).relu();
        return _leave.call(entered + (_gate.call(entered).sigmoid() * _dropout.call(_change.call(entered).tanh())));
    }
}
#endregion

#region sweep options
internal sealed record LinearSpace
{
    [Range(1e-4f, 1f, true)] public float L2 { get; init; } = 0.01f;
}
#endregion

// Trains a network that GatedNetwork.cs defines, saves it, and starts itself again to load it and predict.
//   dotnet run --project samples/CustomNetwork                     # train, save, draw the learning curve, and predict in a second process
//   dotnet run --project samples/CustomNetwork -- predict <model>  # what that second process does
using System.Diagnostics;
using CustomNetwork;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;

GatedNetwork.Register();
MLContext ml = new(seed: 1);
if (args is ["predict", string saved])
{
    Orbits.Predict(ml, saved);
    return;
}

TorchOptions options = new()
{
    Module = GatedNetwork.Of(new GatedNetwork.Sizes(Width: 64, Blocks: 2, Dropout: 0.1)),
    NumberOfEpochs = 30,
    Metrics = ["MacroAccuracy"],
    Progress = new EpochLines("Orbits", "accuracy"),
    Seed = 1,
};
IDataView rows = ml.Data.LoadFromEnumerable(Orbit.Some(2000, seed: 1)), test = ml.Data.LoadFromEnumerable(Orbit.Some(1000, seed: 2));
using TransformerChain<DeepTransformer> model = ml.Transforms.Conversion.MapValueToKey("Label", nameof(Orbit.Kind))
    .Append(ml.MulticlassClassification.Trainers.Torch(options))
    .Fit(rows);

Console.WriteLine(model.LastTransformer.Summary());
MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
Console.WriteLine(FormattableString.Invariant($"Accuracy on new orbits: {metrics.MicroAccuracy:F3}"));

string picture = Path.Combine(Environment.CurrentDirectory, "learning-curve.png");
LearningCurve.Save(model.LastTransformer.TrainingHistory, picture);
Console.WriteLine($"Learning curve: {picture} (words need a font on the system: training loss is blue, validation loss orange)");

string path = Path.Combine(Path.GetTempPath(), $"orbits-{Environment.ProcessId}.zip");
ml.Model.Save(model, rows.Schema, path);
try
{
    using Process second = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["predict", path]))!;
    second.WaitForExit();
    Environment.ExitCode = second.ExitCode;
}
finally
{
    File.Delete(path);
}

// Fits a small network to made-up rows that come one by one. Writes a line for each epoch and, at the end, the peak memory in MB.
// Arguments: Mlp, or Cnn for square images of three channels of bytes; rows, features, epochs, memory budget in bytes, folder for temporary
// files and, if wanted, the longest file in bytes.
using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;
using MLNetDeep.Tests;
using TorchSharp;

bool isImage = args[0] == "Cnn";
int[] numbers = [.. args[1..5].Concat(args[6..]).Select(argument => int.Parse(argument, CultureInfo.InvariantCulture))];
LibTorch.Load();
torch.set_num_threads(1);
MLContext ml = new(seed: 1) { TempFilePath = args[5] };
int side = (int)Math.Sqrt(numbers[1] / 3.0);
int[] dimensions = isImage ? [3, side, side] : [numbers[1]];
SchemaDefinition schema = SchemaDefinition.Create(typeof(LargeRow));
schema[nameof(LargeRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimensions);
DeepTrainerOptions small = isImage
    ? new CnnOptions { Channels = 2, StageCount = 1, BatchSize = 512 }
    : new MlpOptions { HiddenLayerSizes = [4] };
DeepTrainerOptions options = small with
{
    NumberOfEpochs = numbers[2],
    EarlyStoppingPatience = 0,
    MemoryBudget = numbers[3],
    Progress = new EpochLines(),
};
DeepTrainer trainer = options is CnnOptions cnn ? ml.Regression.Trainers.Cnn(cnn) : ml.Regression.Trainers.Mlp((MlpOptions)options);
if (numbers.Length > 4)
{
    FileLimit.Set(numbers[4]);
}
try
{
    trainer.Fit(ml.Data.LoadFromEnumerable(LargeRow.Stream(numbers[0], numbers[1], bits: isImage ? 8 : 24), schema)).Dispose();
}
catch (IOException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
using Process self = Process.GetCurrentProcess();
Console.WriteLine(Math.Max(self.PeakWorkingSet64, self.WorkingSet64) / 1_000_000);
return 0;

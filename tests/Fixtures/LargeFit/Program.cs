// Fits a small network to made-up rows that come one by one. Writes a line for each epoch and, at the end, the peak memory in MB.
// Arguments: rows, features, epochs, memory budget in bytes, folder for temporary files and, if wanted, the longest file in bytes.
using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;
using MLNetDeep.Tests;
using TorchSharp;

int[] numbers = [.. args[..4].Concat(args[5..]).Select(argument => int.Parse(argument, CultureInfo.InvariantCulture))];
LibTorch.Load();
torch.set_num_threads(1);
MLContext ml = new(seed: 1) { TempFilePath = args[4] };
SchemaDefinition schema = SchemaDefinition.Create(typeof(LargeRow));
schema[nameof(LargeRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, numbers[1]);
MlpOptions options = new()
{
    HiddenLayerSizes = [4],
    NumberOfEpochs = numbers[2],
    EarlyStoppingPatience = 0,
    MemoryBudget = numbers[3],
    Progress = new EpochLines(),
};
if (numbers.Length > 4)
{
    FileLimit.Set(numbers[4]);
}
try
{
    ml.Regression.Trainers.Mlp(options).Fit(ml.Data.LoadFromEnumerable(LargeRow.Stream(numbers[0], numbers[1]), schema)).Dispose();
}
catch (IOException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
using Process self = Process.GetCurrentProcess();
Console.WriteLine(Math.Max(self.PeakWorkingSet64, self.WorkingSet64) / 1_000_000);
return 0;

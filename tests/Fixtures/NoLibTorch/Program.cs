// References no LibTorch package. Fits the trainer of a task, or only loads.
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;

MLContext ml = new();
IDataView rows = ml.Data.LoadFromEnumerable([new Row([1], true, 1, 2), new Row([2], false, 2, 3)]);
Dictionary<string, DeepTrainer> trainers = new()
{
    ["binary"] = ml.BinaryClassification.Trainers.Mlp(nameof(Row.Flag)),
    ["multiclass"] = ml.MulticlassClassification.Trainers.Mlp(nameof(Row.Class)),
    ["regression"] = ml.Regression.Trainers.Mlp(nameof(Row.Number)),
};
try
{
    if (args is [string task])
    {
        trainers[task].Fit(rows).Dispose();
    }
    else
    {
        LibTorch.Load();
    }
    return 0;
}
catch (InvalidOperationException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

internal sealed record Row(float[] OneFeature, bool Flag, [property: KeyType(2)] uint Class, float Number)
{
    [VectorType(1)]
    public float[] Features { get; } = OneFeature;
}

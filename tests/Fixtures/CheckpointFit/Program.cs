// Trains a network, tells of each epoch, and writes the network as an ONNX file.
// Arguments: the path of the checkpoint, and that of the ONNX file.
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;

const int Rows = 6000, Width = 20;

MLContext ml = new();
SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width);
IDataView data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(Row.Of).ToArray(), schema);
MlpOptions options = new()
{
    HiddenLayerSizes = [128, 128],
    NumberOfEpochs = 12,
    EarlyStoppingPatience = 0,
    NumberOfThreads = 1,
    Seed = 1,
    Progress = new Lines(),
    CheckpointPath = args[0],
};
using DeepTransformer model = ml.Regression.Trainers.Mlp(options).Fit(data);
using FileStream file = File.Create(args[1]);
model.SaveOnnx(file);

internal sealed class Row
{
    public float Label { get; set; }

    public float[] Features { get; set; } = [];

    internal static Row Of(int index)
    {
        float[] features = [.. Enumerable.Range(0, 20).Select(slot => MathF.Sin((index * 37) + (slot * 11)))];
        return new Row { Features = features, Label = features[0] - (features[1] * features[2]) };
    }
}

/// <summary>Writes a line for each epoch, when it is done.</summary>
internal sealed class Lines : IProgress<EpochReport>
{
    public void Report(EpochReport value) => Console.WriteLine(value.Epoch);
}

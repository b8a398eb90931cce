// Loads a model and decodes a file through ML.NET alone; no line names a type of MLNetDeep's libraries.
// Arguments: the model, the file. Writes the pixels as Base64 of single-precision numbers.
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

MLContext ml = new();
ITransformer model = ml.Model.Load(args[0], out _);
IDataView pixels = model.Transform(ml.Data.LoadFromEnumerable([new ImageRow { Path = args[1] }]));
Console.WriteLine(Convert.ToBase64String(MemoryMarshal.AsBytes<float>(pixels.GetColumn<float[]>("Features").Single())));

internal sealed class ImageRow
{
    public required string Path { get; init; }
}

// Loads a model and scores data through ML.NET alone; no line names a type of MLNetDeep's libraries.
// Arguments: the model, the data in ML.NET's binary form. Writes the scores as bits, in Base64, and then the schema.
using System.Runtime.InteropServices;
using Microsoft.ML;
using MLNetDeep.Tests;

MLContext ml = new();
ITransformer model = ml.Model.Load(args[0], out _);
IDataView scored = model.Transform(ml.Data.LoadFromBinary(args[1]));
Console.WriteLine(Convert.ToBase64String(MemoryMarshal.AsBytes<float>(Scores.Of(scored))));
Console.WriteLine(SchemaText.Of(scored.Schema));

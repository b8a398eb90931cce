// Scores rows by an ONNX file that was exported: by ONNX Runtime alone, and then by ML.NET's own transformer of ONNX files.
// Arguments: the file, an output, and rows: numbers separated by commas, rows by semicolons. Writes a line for each way.
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Transforms.Onnx;

string path = args[0], output = args[1];
float[][] rows = [.. args[2].Split(';').Select(row => row.Split(',').Select(number => float.Parse(number, CultureInfo.InvariantCulture)).ToArray())];

using InferenceSession session = new(path);
DenseTensor<float> features = new(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);
using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run([NamedOnnxValue.CreateFromTensor("Features", features)], [output]);
Write(outputs[0].AsEnumerable<float>());

MLContext ml = new();
SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
IDataView view = ml.Data.LoadFromEnumerable(rows.Select(row => new Row(row)), schema);
using OnnxTransformer transformer = ml.Transforms.ApplyOnnxModel(output, "Features", path).Fit(view);
Write(transformer.Transform(view).GetColumn<float[]>(output).SelectMany(row => row));

static void Write(IEnumerable<float> scores) => Console.WriteLine(string.Join(' ', scores.Select(score => score.ToString("R", CultureInfo.InvariantCulture))));

internal sealed record Row(float[] Features);

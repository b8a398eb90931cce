// Scores with another native library than that of ONNX Runtime's CPU package, and asks it for a GPU.
// Arguments: the model, the data in ML.NET's binary form. Writes the scores as bits, in Base64, the library, and the error.
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML;
using MLNetDeep;
using MLNetDeep.Tests;

MLContext ml = new();
ITransformer model = ml.Model.Load(args[0], out _);
IDataView data = ml.Data.LoadFromBinary(args[1]);
Console.WriteLine(Convert.ToBase64String(MemoryMarshal.AsBytes<float>(Scores.Of(model, data))));

string[] natives = ["libonnxruntime.so", "libonnxruntime.dylib", "onnxruntime.dll"];
using Process process = Process.GetCurrentProcess();
Console.WriteLine(process.Modules.Cast<ProcessModule>().Single(module => natives.Contains(Path.GetFileName(module.FileName))).FileName);

try
{
    model.WithExecution(new ExecutionOptions { ConfigureSession = session => session.AppendExecutionProvider_CUDA(deviceId: 0) });
}
catch (InvalidOperationException exception)
{
    Console.WriteLine(exception.Message);
}

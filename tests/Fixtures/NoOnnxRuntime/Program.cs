// References no native library of ONNX Runtime. Argument: a model.
using Microsoft.ML;

try
{
    new MLContext().Model.Load(args[0], out _);
    return 0;
}
catch (Exception exception)
{
    Console.Error.WriteLine(exception.GetBaseException().Message);
    return 1;
}

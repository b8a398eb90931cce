// References no LibTorch package.
using MLNetDeep;

try
{
    LibTorch.Load();
    return 0;
}
catch (InvalidOperationException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

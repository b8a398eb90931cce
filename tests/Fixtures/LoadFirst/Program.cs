// Is compiled without the module initializer, as a script or an F# application is, and therefore calls Load itself.
using System.Runtime.CompilerServices;
using MLNetDeep;
using TorchSharp;

if (Environment.GetEnvironmentVariable("TORCH_FIRST") is not null)
    UseTorchTooEarly();

try
{
    await LoadAndUseAsync();
    return 0;
}
catch (InvalidOperationException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

// Separate methods: MLNetDeep prepares the process as soon as a method that names it is compiled.
[MethodImpl(MethodImplOptions.NoInlining)]
static async Task LoadAndUseAsync()
{
    await Task.WhenAll(Task.Run(LibTorch.Load), Task.Run(LibTorch.Load), Task.Run(LibTorch.Load));
    using torch.Tensor sum = torch.ones(2, 2).sum();
    Console.WriteLine(sum.item<float>());
}

[MethodImpl(MethodImplOptions.NoInlining)]
static void UseTorchTooEarly()
{
    try
    {
        torch.ones(1).Dispose();
    }
    catch (Exception exception) when (exception is NotSupportedException or TypeInitializationException)
    {
        Console.WriteLine("TorchSharp has failed.");
    }
}

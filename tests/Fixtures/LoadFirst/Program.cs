// Is compiled without the module initializer, as a script or an F# application is, and therefore calls Load itself.
using MLNetDeep;
using TorchSharp;

LibTorch.Load();
using torch.Tensor sum = torch.ones(2, 2).sum();
Console.WriteLine(sum.item<float>());

// Uses TorchSharp and nothing of MLNetDeep: only the module initializer of the package's targets can prepare this process.
using TorchSharp;

using torch.Tensor sum = torch.ones(2, 2).sum();
Console.WriteLine(sum.item<float>());

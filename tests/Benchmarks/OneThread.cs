using Microsoft.ML;
using TorchSharp;

namespace MLNetDeep.Benchmarks;

/// <summary>What comparisons on busy machines need.</summary>
internal static class OneThread
{
    /// <summary>Lets LibTorch compute on one thread, and returns a context that repeats its random numbers.</summary>
    internal static MLContext Context()
    {
        LibTorch.Load();
        torch.set_num_threads(1);
        return new MLContext(seed: 1);
    }
}

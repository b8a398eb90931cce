using Microsoft.ML.Runtime;
using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep.Tests;

/// <summary>The fit loop without the data, the scaling and the export around it.</summary>
internal static class BareFit
{
    /// <summary>Trains a network on targets of 0 and 1.</summary>
    internal static void Run(Network network, Rows training, DeepTrainerOptions options, FitRandom random, Rows? validation = null)
    {
        using FitObserver observer = new(((IHostEnvironment)new MLContext()).Register("test"), options);
        new FitLoop(new Learning(network, new BinaryTask(), training, validation, options, new Watch([], null), Checkpoints: null, random, observer)).Run();
    }
}

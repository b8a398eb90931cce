using Microsoft.ML;

namespace MLNetDeep.Benchmarks;

/// <summary>What this CPU computes with.</summary>
internal static class CpuPrecision
{
    /// <summary>Whether training in BFloat16 is possible; other CPUs refuse it.</summary>
    internal static bool HasBFloat16(MLContext ml)
    {
        MlpOptions options = new() { LabelColumnName = nameof(Example.Class), NumberOfEpochs = 1, Precision = Precision.BFloat16 };
        try
        {
            ml.MulticlassClassification.Trainers.Mlp(options).Fit(ml.Data.LoadFromEnumerable(Example.Array(100))).Dispose();
            return true;
        }
        catch (InvalidOperationException exception) when (exception.Message.StartsWith("Precision", StringComparison.Ordinal))
        {
            return false;
        }
    }
}

using System.Security.Cryptography;
using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>All that a trainer was told.</summary>
/// <param name="Environment">The catalog's environment.</param>
/// <param name="Task">What to predict.</param>
/// <param name="Options">How.</param>
internal sealed record FitPlan(IHostEnvironment Environment, TaskKind Task, DeepTrainerOptions Options)
{
    /// <summary>What to minimize, if that is the user's own.</summary>
    internal OwnLoss? Loss { get; init; }

    /// <summary>The user's own metrics.</summary>
    internal IReadOnlyList<Metric> Metrics { get; init; } = [];

    internal string TemporaryFolder() =>
        (Environment as IHostEnvironmentInternal)?.TempFilePath is { Length: > 0 } folder ? folder : Path.GetTempPath();

    /// <summary>The seed of a fit; where nobody has set one, that of a checkpoint, or one at random.</summary>
    internal int Seed(int? ofCheckpoint) =>
        Options.Seed ?? (Environment as IHostEnvironmentInternal)?.Seed ?? ofCheckpoint ?? RandomNumberGenerator.GetInt32(int.MaxValue);
}

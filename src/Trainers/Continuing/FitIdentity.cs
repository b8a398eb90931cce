using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MLNetDeep;

/// <summary>What must be the same for a fit to continue where another was ended.</summary>
internal sealed record FitIdentity(
    DeepTrainerOptions Options, TaskKind Task, int Seed, long TrainingRows, long ValidationRows, long WeightCount, LabelSummary Labels, Device Device)
{
    /// <summary>A checksum of all of it.</summary>
    internal string Checksum()
    {
        string text = FormattableString.Invariant(
            $"{JsonSerializer.Serialize(Options)} {Task} {Seed} {TrainingRows} {ValidationRows} {WeightCount} {Labels.Count} {Labels.Mean:R} {Labels.Deviation:R} {Device.type}");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

using System.Text.Json;

namespace MLNetDeep.Load;

/// <summary>A row of a request.</summary>
internal sealed class Row
{
    internal const int FeatureCount = 50;

    [VectorType(FeatureCount)]
    public float[] Features { get; set; } = [];

    /// <summary>Rows that differ.</summary>
    internal static Row[] Some(int count)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, count).Select(_ => new Row { Features = [.. Enumerable.Range(0, FeatureCount).Select(_ => MathF.Round((float)random.NextDouble(), 3))] })];
    }

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);
}

/// <summary>What is read of a prediction: several numbers, which must be of one model.</summary>
internal sealed class Scores
{
    /// <summary>What a service answers that scores nothing.</summary>
    internal static readonly Scores Constant = new() { Score = [.. Enumerable.Repeat(0.12345678f, Models.Outputs)] };

    public float[] Score { get; set; } = [];
}

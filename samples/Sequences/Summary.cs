using Microsoft.ML;
using Microsoft.ML.Data;

namespace Sequences;

/// <summary>What a series comes to, whatever its length: the statistics of each channel, and the number of steps.</summary>
internal sealed class Summary
{
    public float[] Features { get; init; } = [];

    public string Kind { get; init; } = "";

    public static Summary Of(TimeSeries series) => new() { Features = [.. series.Channels.SelectMany(Statistics), series.Steps], Kind = series.Label };

    public static SchemaDefinition Schema(int channels)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Summary));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Statistics([]).Length * channels + 1);
        return schema;
    }

    /// <summary>Mean, standard deviation, minimum and maximum.</summary>
    private static float[] Statistics(float[] channel)
    {
        float[] known = [.. channel.Where(float.IsFinite).DefaultIfEmpty()];
        float mean = known.Average();
        return [mean, MathF.Sqrt(known.Average(value => (value - mean) * (value - mean))), known.Min(), known.Max()];
    }
}

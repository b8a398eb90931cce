using Microsoft.ML;
using Microsoft.ML.Data;

namespace Signals;

/// <summary>A series as a row of ML.NET.</summary>
internal sealed class Signal
{
    /// <summary>All steps of the first channel, then all of the second, and so on.</summary>
    public float[] Features { get; init; } = [];

    public string Kind { get; init; } = "";

    public static Signal Of(TimeSeries series) => new() { Features = [.. series.Channels.SelectMany(channel => channel)], Kind = series.Label };

    /// <summary>The type of the column tells <c>Cnn</c> how the numbers form channels.</summary>
    public static SchemaDefinition Schema(int channels, int steps)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Signal));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, channels, steps);
        return schema;
    }
}

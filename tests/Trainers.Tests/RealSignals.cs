using System.Globalization;

namespace MLNetDeep.Tests;

/// <summary>Signals of equal length in sktime's text form: a row is its channels and its class, separated by colons.</summary>
internal static class RealSignals
{
    internal static (IDataView Train, IDataView Test) Load(MLContext ml, string name)
    {
        IDataView train = Read(ml, RealData.Path($"ucr/{name}_TRAIN.ts"));
        Microsoft.ML.Transforms.ValueToKeyMappingTransformer keys = ml.Transforms.Conversion.MapValueToKey("Label").Fit(train);
        return (keys.Transform(train), keys.Transform(Read(ml, RealData.Path($"ucr/{name}_TEST.ts"))));
    }

    private static IDataView Read(MLContext ml, string path)
    {
        string[][] rows = [.. File.ReadLines(path).SkipWhile(line => line != "@data").Skip(1).Where(line => line.Length > 0).Select(line => line.Split(':'))];
        float[][][] signals = [.. rows.Select(row => row[..^1].Select(Numbers).ToArray())];
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Signal));
        schema[nameof(Signal.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, signals[0].Length, signals[0][0].Length);
        return ml.Data.LoadFromEnumerable(signals.Zip(rows, (channels, row) => new Signal([.. channels.SelectMany(channel => channel)], row[^1])).ToArray(), schema);
    }

    private static float[] Numbers(string channel) => [.. channel.Split(',').Select(number => float.Parse(number, CultureInfo.InvariantCulture))];

    private sealed record Signal(float[] Features, string Label);
}

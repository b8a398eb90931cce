using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks;

/// <summary>A made-up row of tokens, of which some are more common than others.</summary>
/// <param name="Features">Keys.</param>
/// <param name="IsPositive">What follows from them.</param>
internal sealed record Sentence(uint[] Features, bool IsPositive)
{
    private const int Length = 30;

    internal static IDataView View(MLContext ml, int rows, int tokens)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Sentence));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(new KeyDataViewType(typeof(uint), tokens));
        Random random = new(1);
        Sentence Draw()
        {
            uint[] keys = [.. Enumerable.Range(0, Length).Select(_ => (uint)(tokens * Math.Pow(random.NextDouble(), 2)) + 1)];
            return new Sentence(keys, keys.Sum(key => (int)(key % 13) - 6) > 0);
        }
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(_ => Draw()).ToArray(), schema);
    }
}

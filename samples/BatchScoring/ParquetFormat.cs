using Parquet;
using Parquet.Schema;

namespace BatchScoring;

/// <summary>Columns as databases and data frames read them; a folder of such files is one table to them.</summary>
internal sealed class ParquetFormat : IScoreFormat
{
    public string Extension => ".parquet";

    public async Task Write(Stream file, long firstRow, IReadOnlyList<ScoreColumn> columns, int count)
    {
        long[] rows = [.. Enumerable.Range(0, count).Select(index => firstRow + index)];
        ScoreColumn[] all = [new("Row", rows), .. columns];
        DataField[] fields = [.. all.Select(column => new DataField(column.Name, column.Values.GetType().GetElementType()!, isNullable: false))];
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        foreach ((ScoreColumn column, DataField field) in all.Zip(fields))
        {
            await Write(group, field, column.Values, count);
        }
    }

    private static Task Write(ParquetRowGroupWriter group, DataField field, Array values, int count) => values switch
    {
        long[] numbers => group.WriteAsync<long>(field, numbers.AsMemory(0, count)),
        float[] numbers => group.WriteAsync<float>(field, numbers.AsMemory(0, count)),
        bool[] truths => group.WriteAsync<bool>(field, truths.AsMemory(0, count)),
        string[] texts => group.WriteAsync(field, texts[..count]),
        _ => throw new NotSupportedException($"{values.GetType()}"),
    };
}

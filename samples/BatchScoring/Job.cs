using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchScoring;

/// <summary>Scores the rows that have no scores yet, in one pass over the data.</summary>
internal sealed class Job(MLContext ml, Model model, RowSource rows, ScoreFolder folder)
{
    public async Task Run()
    {
        long first = folder.RowsDone;
        IDataView rest = rows.View;
        if (first > 0)
        {
            Console.WriteLine($"Going on at row {first:N0}");
            rest = ml.Data.SkipRows(rest, first);
        }
        IRowToRowMapper mapper = model.Mapper(rest.Schema);
        DataViewSchema.Column[] scores = Model.ScoresOf(mapper.OutputSchema);
        using DataViewRowCursor cursor = rest.GetRowCursor(mapper.GetDependencies(scores));
        using DataViewRow row = mapper.GetRow(cursor, scores);
        ScoreReader reader = new(row, folder.RowsPerFile);
        Array.ForEach(scores, reader.Add);

        Progress progress = new(first, rows.Count);
        int count = 0;
        while (cursor.MoveNext())
        {
            reader.Read(count++);
            progress.Report(first + count);
            if (count == folder.RowsPerFile)
            {
                await folder.Write(first, reader.Columns, count);
                first += count;
                count = 0;
            }
        }
        if (count > 0)
        {
            await folder.Write(first, reader.Columns, count);
        }
        folder.End();
        progress.End(first + count);
    }
}

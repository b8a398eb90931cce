using Microsoft.ML.Model.OnnxConverter;

namespace MLNetDeep;

/// <summary>Data with its scores: reads the input once, in blocks of rows that the network scores together.</summary>
/// <remarks>A single cursor has all threads; those of a set, which are read at the same time, share out as many as there are to be cursors. ML.NET's converter to ONNX goes through the views of a pipeline, not through its transformers.</remarks>
internal sealed class ScoredDataView : ITransformCanSaveOnnx
{
    private readonly DeepTransformer _network;
    private readonly IDataView _input;
    private readonly RowScorer _rows;

    internal ScoredDataView(DeepTransformer network, IDataView input, RowScorer rows)
    {
        _network = network;
        _input = input;
        _rows = rows;
    }

    public bool CanShuffle => _input.CanShuffle;

    public DataViewSchema Schema => _rows.OutputSchema;

    IDataView IDataTransform.Source => _input;

    public long? GetRowCount() => _input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = ActiveColumns(columnsNeeded);
        return Score([_input.GetRowCursor(InputColumns(active), rand)], active, _rows.Scorer.Threads)[0];
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        bool[] active = ActiveColumns(columnsNeeded);
        return Score(_input.GetRowCursorSet(InputColumns(active), n, rand), active, Math.Min(n, _rows.Scorer.Threads));
    }

    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => PipelineConversion.CanWrite(_rows);

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx) => PipelineConversion.Write(_network.Model, _rows, ctx);

    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)_network).Save(ctx);

    private bool[] ActiveColumns(IEnumerable<DataViewSchema.Column> columns)
    {
        bool[] active = new bool[Schema.Count];
        foreach (DataViewSchema.Column column in columns)
        {
            active[column.Index] = true;
        }
        return active;
    }

    private IEnumerable<DataViewSchema.Column> InputColumns(bool[] active) =>
        _rows.GetDependencies(Schema.Where(column => active[column.Index]));

    private DataViewRowCursor[] Score(DataViewRowCursor[] inputs, bool[] active, int threads)
    {
        int threadsOfEach = Math.Max(1, threads / inputs.Length);
        List<DataViewRowCursor> cursors = [];
        try
        {
            foreach (DataViewRowCursor input in inputs)
            {
                cursors.Add(Score(input, active, threadsOfEach));
            }
            return [.. cursors];
        }
        catch
        {
            foreach (DataViewRowCursor cursor in cursors.Concat(inputs.Skip(cursors.Count))) // a cursor that was made disposes its input
            {
                cursor.Dispose();
            }
            throw;
        }
    }

    /// <summary>Blocks need a copy of every other active column; where one cannot be copied (an image, say), rows are scored one by one.</summary>
    private DataViewRowCursor Score(DataViewRowCursor input, bool[] active, int threads)
    {
        bool anyScore = active.AsSpan(_input.Schema.Count).Contains(true);
        bool canCopy = _input.Schema.All(column => !active[column.Index] || RowBlockColumn.CanHold(column.Type));
        return anyScore && canCopy
            ? new BlockCursor(input, _rows, active, threads)
            : new RowByRowCursor(input, new ScoredRow(input, _rows, active));
    }
}

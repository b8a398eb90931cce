using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>What ML.NET expects of every cursor, of the one that reads blocks and the one that reads row by row.</summary>
[TestClass]
public sealed class CursorTests
{
    private const int Rows = 900; // more than a block, and one of several threads

    private readonly DeepTransformer _transformer = ToyModel.Regression();
    private readonly ToyView _view = new(Rows, ToyColumn.Features, ToyColumn.Number);

    public static IEnumerable<object[]> Kinds => [[nameof(BlockCursor)], ["BlockCursor on 3 threads"], [nameof(RowByRowCursor)]];

    [TestCleanup]
    public void Free()
    {
        Assert.AreEqual(0, _view.OpenCursorCount);
        _transformer.Dispose();
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Position_CountsRows_AndIsMinusOneBeforeAndAfter(string kind)
    {
        using DataViewRowCursor cursor = Cursor(kind);
        Assert.AreEqual(-1, cursor.Position);
        for (int row = 0; row < Rows; row++)
        {
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(row, cursor.Position);
        }
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Row_HasTheBatchAndIdOfTheInput(string kind)
    {
        using DataViewRowCursor cursor = Cursor(kind);
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref id);
            Assert.AreEqual(new DataViewRowId((ulong)cursor.Position, 7), id);
            Assert.AreEqual(cursor.Position / ToyView.RowsPerBatch, cursor.Batch);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Getter_CalledTwiceOnARow_GivesTheSame(string kind)
    {
        using DataViewRowCursor cursor = Cursor(kind);
        ValueGetter<float> score = cursor.GetGetter<float>(cursor.Schema["Score"]);
        ValueGetter<VBuffer<float>> features = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Features"]);
        while (cursor.MoveNext())
        {
            float first = 0, second = 0;
            VBuffer<float> one = default, other = default;
            score(ref first);
            features(ref one);
            score(ref second);
            features(ref other);
            Assert.AreEqual(ToyModel.Linear(one.GetValues()), first);
            Assert.AreEqual(first, second);
            Assert.AreSequenceEqual(one.GetValues().ToArray(), other.GetValues().ToArray());
        }
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Score_OffARow_IsAnError(string kind)
    {
        using DataViewRowCursor cursor = Cursor(kind);
        ValueGetter<float> score = cursor.GetGetter<float>(cursor.Schema["Score"]);
        AssertOffARow(() => Get(score));
        while (cursor.MoveNext())
        {
            Get(score);
        }
        AssertOffARow(() => Get(score));
    }

    [TestMethod]
    public void ValuesReadAhead_OffARow_AreAnError()
    {
        using DataViewRowCursor cursor = Cursor(nameof(BlockCursor));
        ValueGetter<float> number = cursor.GetGetter<float>(cursor.Schema["Number"]);
        ValueGetter<DataViewRowId> id = cursor.GetIdGetter();
        AssertOffARow(() => Get(number));
        AssertOffARow(() => Get(id));
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Getter_OfAColumnNotAskedFor_IsAnError(string kind)
    {
        using DataViewRowCursor cursor = Cursor(kind, "Score");
        Assert.IsTrue(cursor.IsColumnActive(cursor.Schema["Score"]));
        Assert.IsFalse(cursor.IsColumnActive(cursor.Schema["Number"]));
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => cursor.GetGetter<float>(cursor.Schema["Number"]));
        Assert.StartsWith("Column 'Number' is not active in this row: name it when asking for the cursor.", error.Message);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Getter_OfAnotherType_IsAnError(string kind)
    {
        using DataViewRowCursor cursor = Cursor(kind);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(cursor.Schema["Score"]));
        Assert.AreEqual("Column 'Score' has values of type System.Single, not System.Double.", error.Message);
    }

    [TestMethod]
    public void Getter_OfAnotherTypeThanWasReadAhead_IsAnError()
    {
        using DataViewRowCursor cursor = Cursor(nameof(BlockCursor));
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<int>(cursor.Schema["Features"]));
        Assert.AreEqual("Column 'Features' has values of type Microsoft.ML.Data.VBuffer`1[System.Single], not System.Int32.", error.Message);
    }

    // Going on would give the rows of the broken block the scores of the block before.
    [TestMethod]
    public void ReadingAhead_OverARowThatFails_EndsTheCursor()
    {
        ToyView input = new(Rows, ToyColumn.InPlace("Features", NumberDataViewType.Single, 3, row =>
            row == Rows - 1 ? throw new InvalidDataException("the last row") : ToyRow.FeaturesOf((int)row)));
        IDataView scored = _transformer.Transform(input);
        using DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema);
        ValueGetter<float> score = cursor.GetGetter<float>(scored.Schema["Score"]);
        Assert.AreEqual("the last row", Assert.ThrowsExactly<InvalidDataException>(() => Read(cursor)).Message);
        AssertOffARow(() => Get(score));
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.MoveNext());
        Assert.AreEqual("The cursor failed while it read rows ahead and cannot go on. Open a new one.", error.Message);
    }

    // Had it taken memory for scores before, which a disposed model refuses, nobody could give that back.
    [TestMethod]
    public void Cursor_OverAnInputThatFails_HasAskedTheNetworkForNothing()
    {
        _transformer.Dispose();
        ToyView input = new(Rows, ToyColumn.Features, ToyColumn.Number with { CreateGetter = _ => throw new InvalidDataException("no getter") });
        IDataView scored = _transformer.Transform(input);
        Assert.AreEqual("no getter", Assert.ThrowsExactly<InvalidDataException>(() => scored.GetRowCursor(scored.Schema)).Message);
        Assert.AreEqual(0, input.OpenCursorCount);
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Dispose_Twice_ClosesTheInputOnce(string kind)
    {
        DataViewRowCursor cursor = Cursor(kind);
        cursor.Dispose();
        cursor.Dispose();
        Assert.AreEqual(0, _view.OpenCursorCount);
    }

    private DataViewRowCursor Cursor(string kind, params string[] columns)
    {
        RowScorer rows = (RowScorer)_transformer.GetRowToRowMapper(_view.Schema);
        bool[] active = [.. rows.OutputSchema.Select(column => columns.Length == 0 || columns.Contains(column.Name))];
        DataViewRowCursor input = _view.GetRowCursor(rows.GetDependencies(rows.OutputSchema.Where(column => active[column.Index])));
        return kind.StartsWith(nameof(BlockCursor), StringComparison.Ordinal) ? new BlockCursor(input, rows, active, threads: kind == "BlockCursor on 3 threads" ? 3 : 1) : new RowByRowCursor(input, new ScoredRow(input, rows, active));
    }

    private static void Read(DataViewRowCursor cursor)
    {
        while (cursor.MoveNext())
        {
        }
    }

    private static void Get<T>(ValueGetter<T> getter)
    {
        T value = default!;
        getter(ref value);
    }

    private static void AssertOffARow(Action action) => Assert.AreEqual(
        "The cursor is not on a row: call MoveNext first.", Assert.ThrowsExactly<InvalidOperationException>(action).Message);
}

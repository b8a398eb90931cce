using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ScoredRowTests
{
    [TestMethod]
    [DataRow(TaskKind.BinaryClassification)]
    [DataRow(TaskKind.MulticlassClassification)]
    [DataRow(TaskKind.Regression)]
    [DataRow(TaskKind.Regression, 2)]
    public void Scoring_RowAfterRow_AllocatesNothing(TaskKind task, int threads = 1)
    {
        const int Rows = 1000;
        using DeepTransformer onOne = ToyModel.Of(task);
        using DeepTransformer transformer = onOne.WithExecution(new ExecutionOptions { NumberOfThreads = threads });
        ToyView view = new((2 * Rows) + 1, Features());
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(view.Schema);
        using DataViewRowCursor input = view.GetRowCursor(view.Schema);
        using DataViewRow row = mapper.GetRow(input, mapper.OutputSchema);
        Action[] getters = [.. mapper.OutputSchema.Skip(1).Select(column => Getter(row, column))];

        Score(Rows); // until the code is compiled as it will stay, or nearly so
        long before = GC.GetAllocatedBytesForCurrentThread();
        Score(Rows);
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Score(int rows)
        {
            for (int i = 0; i < rows; i++)
            {
                input.MoveNext();
                foreach (Action getter in getters)
                {
                    getter();
                }
            }
        }
    }

    [TestMethod]
    public void Score_OfTwoColumnsOfARow_RunsTheNetworkOnce()
    {
        int reads = 0;
        ToyColumn features = ToyColumn.InPlace("Features", NumberDataViewType.Single, 3, row =>
        {
            reads++;
            return ToyRow.FeaturesOf((int)row);
        });
        using DeepTransformer transformer = ToyModel.Binary();
        ToyView view = new(5, features);
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(view.Schema);
        using DataViewRowCursor input = view.GetRowCursor(view.Schema);
        using DataViewRow row = mapper.GetRow(input, mapper.OutputSchema);
        Action[] getters = [.. mapper.OutputSchema.Skip(1).Select(column => Getter(row, column))];
        while (input.MoveNext())
        {
            Array.ForEach(getters, getter => getter());
        }
        Assert.AreEqual(5, reads);
    }

    [TestMethod]
    public void Score_WhereTheFeaturesFail_IsAnErrorAndTheNextRowIsRight()
    {
        ToyColumn features = ToyColumn.InPlace("Features", NumberDataViewType.Single, 3, row =>
            row == 1 ? throw new InvalidDataException("row 1") : ToyRow.FeaturesOf((int)row));
        using DeepTransformer transformer = ToyModel.Regression();
        ToyView view = new(3, features);
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(view.Schema);
        using DataViewRowCursor input = view.GetRowCursor(view.Schema);
        using DataViewRow row = mapper.GetRow(input, mapper.OutputSchema);
        ValueGetter<float> score = row.GetGetter<float>(mapper.OutputSchema["Score"]);
        float value = 0;
        foreach (int number in (int[])[0, 1, 2])
        {
            Assert.IsTrue(input.MoveNext());
            if (number == 1)
            {
                Assert.ThrowsExactly<InvalidDataException>(() => score(ref value));
                continue;
            }
            score(ref value);
            Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf(number)), value);
        }
    }

    /// <summary>Features that are the same in all rows and made once.</summary>
    private static ToyColumn Features()
    {
        float[] features = ToyRow.FeaturesOf(5);
        return ToyColumn.InPlace("Features", NumberDataViewType.Single, features.Length, _ => features);
    }

    private static Action Getter(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        BooleanDataViewType => Getter<bool>(row, column),
        KeyDataViewType => Getter<uint>(row, column),
        VectorDataViewType => Getter<VBuffer<float>>(row, column),
        _ => Getter<float>(row, column),
    };

    private static Action Getter<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () => getter(ref value);
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>Columns of every type of ML.NET keep their values while the rows of a block are read ahead.</summary>
[TestClass]
public sealed class PassthroughTests
{
    private const int Rows = 600; // two blocks and a part

    private static readonly DeepTransformer s_transformer = ToyModel.Regression();
    private static readonly DateTime s_day = new(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc);

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["SByte"] = new Case<sbyte>(NumberDataViewType.SByte, number => (sbyte)number),
        ["Byte"] = new Case<byte>(NumberDataViewType.Byte, number => (byte)number),
        ["Int16"] = new Case<short>(NumberDataViewType.Int16, number => (short)-number),
        ["UInt16"] = new Case<ushort>(NumberDataViewType.UInt16, number => (ushort)number),
        ["Int32"] = new Case<int>(NumberDataViewType.Int32, number => (int)-number),
        ["UInt32"] = new Case<uint>(NumberDataViewType.UInt32, number => (uint)number),
        ["Int64"] = new Case<long>(NumberDataViewType.Int64, number => number << 40),
        ["UInt64"] = new Case<ulong>(NumberDataViewType.UInt64, number => (ulong)number << 50),
        ["Single"] = new Case<float>(NumberDataViewType.Single, number => number / 7f),
        ["Double"] = new Case<double>(NumberDataViewType.Double, number => number / 7.0),
        ["Boolean"] = new Case<bool>(BooleanDataViewType.Instance, number => number % 3 == 1),
        ["Text"] = new Case<ReadOnlyMemory<char>>(TextDataViewType.Instance, number => $"No. {number} 😀".AsMemory()),
        ["DateTime"] = new Case<DateTime>(DateTimeDataViewType.Instance, number => s_day.AddTicks(number)),
        ["DateTimeOffset"] = new Case<DateTimeOffset>(DateTimeOffsetDataViewType.Instance,
            number => new DateTimeOffset(s_day).AddHours(number).ToOffset(TimeSpan.FromHours(number % 14))),
        ["TimeSpan"] = new Case<TimeSpan>(TimeSpanDataViewType.Instance, number => TimeSpan.FromTicks(-number)),
        ["DataViewRowId"] = new Case<DataViewRowId>(RowIdDataViewType.Instance, number => new DataViewRowId((ulong)number, 5)),
        ["Key of Byte"] = new Case<byte>(new KeyDataViewType(typeof(byte), 255), number => (byte)number),
        ["Key of UInt16"] = new Case<ushort>(new KeyDataViewType(typeof(ushort), 7000), number => (ushort)number),
        ["Key of UInt32"] = new Case<uint>(new KeyDataViewType(typeof(uint), 7000), number => (uint)number),
        ["Key of UInt64"] = new Case<ulong>(new KeyDataViewType(typeof(ulong), 7000), number => (ulong)number),
    };

    public static IEnumerable<object[]> Types => s_cases.Keys.Select(name => new object[] { name });

    [ClassCleanup]
    public static void Free() => s_transformer.Dispose();

    [TestMethod]
    [DynamicData(nameof(Types))]
    public void Value_OfAnyType_PassesThrough(string type) => s_cases[type].AssertValuesPassThrough();

    [TestMethod]
    [DynamicData(nameof(Types))]
    public void Vector_OfKnownSize_PassesThrough(string type) => s_cases[type].AssertVectorsPassThrough(5, _ => 5, isSparse: false);

    [TestMethod]
    [DynamicData(nameof(Types))]
    public void Vector_OfVariableSize_PassesThrough(string type) =>
        s_cases[type].AssertVectorsPassThrough(0, row => (int)(row % 4), isSparse: false);

    [TestMethod]
    [DynamicData(nameof(Types))]
    public void Vector_WithFewValues_PassesThroughSparse(string type) => s_cases[type].AssertVectorsPassThrough(20, _ => 20, isSparse: true);

    [TestMethod]
    public void Vectors_ThatTheInputWritesInPlace_PassThrough()
    {
        ToyColumn column = ToyColumn.InPlace("Value", NumberDataViewType.Int32, 2, row => new[] { (int)row, -(int)row });
        IEnumerable<int[]> values = Scored(column).GetColumn<int[]>("Value");
        Assert.AreSequenceEqual(Enumerable.Range(0, Rows).SelectMany(row => new[] { row, -row }), values.SelectMany(value => value));
    }

    private static IDataView Scored(ToyColumn column) => s_transformer.Transform(new ToyView(Rows, ToyColumn.Features, column));

    private abstract record Case
    {
        internal abstract void AssertValuesPassThrough();

        internal abstract void AssertVectorsPassThrough(int knownSize, Func<long, int> size, bool isSparse);
    }

    /// <summary>A type, and a value of it for any number.</summary>
    private sealed record Case<T>(PrimitiveDataViewType Type, Func<long, T> Value) : Case
    {
        internal override void AssertValuesPassThrough() => AssertPassesThrough<T>(
            ToyColumn.Of("Value", Type, Value),
            (row, value) => Assert.AreEqual(Comparable(Value(row)), Comparable(value)));

        internal override void AssertVectorsPassThrough(int knownSize, Func<long, int> size, bool isSparse) => AssertPassesThrough<VBuffer<T>>(
            Shared(new VectorDataViewType(Type, knownSize), size, isSparse),
            (row, value) =>
            {
                Assert.AreEqual(isSparse, !value.IsDense);
                Assert.AreSequenceEqual(
                    Vector(row, size(row), isSparse).DenseValues().Select(Comparable), value.DenseValues().Select(Comparable));
            });

        /// <summary>A column whose getter hands out one and the same memory for every row.</summary>
        private ToyColumn Shared(VectorDataViewType type, Func<long, int> size, bool isSparse) => new("Value", type, position =>
        {
            T[] values = new T[20];
            int[] indices = new int[20];
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> slot) =>
            {
                VBuffer<T> vector = Vector(position(), size(position()), isSparse);
                vector.GetValues().CopyTo(values);
                vector.GetIndices().CopyTo(indices);
                slot = new VBuffer<T>(vector.Length, vector.GetValues().Length, values, indices);
            });
        });

        private VBuffer<T> Vector(long row, int size, bool isSparse)
        {
            int count = isSparse ? (int)(row % 3) : size;
            T[] values = [.. Enumerable.Range(0, count).Select(slot => Value((10 * row) + slot))];
            int[] indices = [.. Enumerable.Range(0, count).Select(slot => (slot * 6) + (int)(row % 5))];
            return isSparse ? new VBuffer<T>(size, count, values, indices) : new VBuffer<T>(size, values);
        }

        private static void AssertPassesThrough<TValue>(ToyColumn column, Action<long, TValue> assert)
        {
            IDataView scored = Scored(column);
            using DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema);
            ValueGetter<TValue> getter = cursor.GetGetter<TValue>(scored.Schema["Value"]);
            TValue value = default!;
            while (cursor.MoveNext())
            {
                getter(ref value);
                assert(cursor.Position, value);
            }
        }

        private static object Comparable(T value) => value is ReadOnlyMemory<char> text ? text.ToString() : value!;
    }
}

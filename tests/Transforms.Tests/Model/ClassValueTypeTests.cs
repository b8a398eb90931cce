using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ClassValueTypeTests
{
    private static readonly DateTime s_day = new(2024, 2, 29, 23, 59, 59, 999, 888, DateTimeKind.Utc);

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["Text"] = new Case<ReadOnlyMemory<char>>(TextDataViewType.Instance, "red".AsMemory(), "".AsMemory(), "\"grün\"\n😀\0".AsMemory()),
        ["Boolean"] = new Case<bool>(BooleanDataViewType.Instance, false, true),
        ["SByte"] = new Case<sbyte>(NumberDataViewType.SByte, sbyte.MinValue, 0, sbyte.MaxValue),
        ["Byte"] = new Case<byte>(NumberDataViewType.Byte, 0, byte.MaxValue),
        ["Int16"] = new Case<short>(NumberDataViewType.Int16, short.MinValue, 0, short.MaxValue),
        ["UInt16"] = new Case<ushort>(NumberDataViewType.UInt16, 0, ushort.MaxValue),
        ["Int32"] = new Case<int>(NumberDataViewType.Int32, int.MinValue, 0, int.MaxValue),
        ["UInt32"] = new Case<uint>(NumberDataViewType.UInt32, 0, uint.MaxValue),
        ["Int64"] = new Case<long>(NumberDataViewType.Int64, long.MinValue, 0, long.MaxValue),
        ["UInt64"] = new Case<ulong>(NumberDataViewType.UInt64, 0, ulong.MaxValue),
        ["Single"] = new Case<float>(NumberDataViewType.Single, 1 / 3f, float.Epsilon, float.MinValue, float.NaN, float.NegativeInfinity),
        ["Double"] = new Case<double>(NumberDataViewType.Double, 1 / 3.0, double.Epsilon, double.MaxValue, double.NaN, double.PositiveInfinity),
        ["TimeSpan"] = new Case<TimeSpan>(TimeSpanDataViewType.Instance, TimeSpan.MinValue, TimeSpan.Zero, TimeSpan.MaxValue),
        ["DateTime"] = new Case<DateTime>(DateTimeDataViewType.Instance, s_day, s_day.ToLocalTime(), DateTime.MinValue, DateTime.MaxValue),
        ["DateTimeOffset"] = new Case<DateTimeOffset>(DateTimeOffsetDataViewType.Instance,
            new DateTimeOffset(s_day), new DateTimeOffset(s_day).ToOffset(TimeSpan.FromHours(-11)), DateTimeOffset.MaxValue),
    };

    public static IEnumerable<object[]> Names => ClassValueType.All.Select(type => new object[] { type.Name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Text_ThatIsNoValue_CannotBeRead(string name)
    {
        Assert.AreEqual(name == "Text", ClassValueType.Named(name).CanRead("no value"));
        Assert.AreEqual(name is "Text" or "Single" or "Double", ClassValueType.Named(name).CanRead(new string('9', 400))); // floats overflow to infinity
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Values_ThroughJson_ComeBackExactly(string name) => s_cases[name].AssertRoundTrip(name);

    [TestMethod]
    [DataRow("de-DE")]
    [DataRow("ar-SA")]
    public void Values_UnderAnotherCulture_ComeBackExactly(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            foreach ((string name, Case values) in s_cases)
            {
                values.AssertRoundTrip(name);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void Labels_OfKeysWithoutValues_AreNone() =>
        Assert.IsNull(ClassLabels.Of(new ToyView(0, ToyColumn.Of("Label", new KeyDataViewType(typeof(uint), 3), _ => 1u)).Schema["Label"]));

    [TestMethod]
    public void Of_ATypeWithoutText_IsAnErrorThatNamesIt()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ClassValueType.Of(RowIdDataViewType.Instance));
        Assert.StartsWith("Label keys that stand for values of type DataViewRowId are not supported. Map text or numbers to keys.", error.Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ClassValueType.Of(new KeyDataViewType(typeof(uint), 3)));
    }

    [TestMethod]
    public void Named_AnUnknownType_IsAnErrorThatAdvisesToUpdate()
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(() => ClassValueType.Named("Complex"));
        Assert.AreEqual("The model file names class values of the unknown type 'Complex'. Update the MLNetDeep.Transforms package.", error.Message);
    }

    private abstract record Case
    {
        internal abstract void AssertRoundTrip(string name);
    }

    /// <summary>Values at the ends of a type, which the keys of a label stand for.</summary>
    private sealed record Case<T>(PrimitiveDataViewType Type, params T[] Values) : Case
    {
        internal override void AssertRoundTrip(string name)
        {
            ClassLabels labels = ClassLabels.Of(Column("KeyValues", Add))!;
            Assert.AreEqual(name, labels.ItemType);
            ClassLabels loaded = JsonSerializer.Deserialize<ClassLabels>(JsonSerializer.Serialize(labels))!;
            Assert.AreSequenceEqual(labels.Values, loaded.Values);
            Assert.AreSequenceEqual(Values.Select(Comparable), ValuesOf(Column("Copy", builder => loaded.AddTo(builder, "Copy"))).Select(Comparable));
        }

        private void Add(DataViewSchema.Annotations.Builder builder) => builder.Add(
            "KeyValues",
            new VectorDataViewType(Type, Values.Length),
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> slot) => new VBuffer<T>(Values.Length, Values).CopyTo(ref slot)));

        private static DataViewSchema.Column Column(string name, Action<DataViewSchema.Annotations.Builder> annotate)
        {
            DataViewSchema.Annotations.Builder annotations = new();
            annotate(annotations);
            DataViewSchema.Builder schema = new();
            schema.AddColumn(name, NumberDataViewType.UInt32, annotations.ToAnnotations());
            return schema.ToSchema()[0];
        }

        private static T[] ValuesOf(DataViewSchema.Column column)
        {
            VBuffer<T> values = default;
            column.Annotations.GetValue(column.Name, ref values);
            return [.. values.DenseValues()];
        }

        /// <summary>Also tells apart what <c>Equals</c> does not: text by content, times by kind and offset.</summary>
        private static object Comparable(T value) => value switch
        {
            ReadOnlyMemory<char> text => text.ToString(),
            DateTime time => (time, time.Kind),
            DateTimeOffset time => (time, time.Offset),
            _ => value!,
        };
    }
}

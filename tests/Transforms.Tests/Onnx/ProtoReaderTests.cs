using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ProtoReaderTests
{
    public static IEnumerable<object[]> Numbers => Enumerable.Range(0, 64)
        .SelectMany(bit => new[] { 1L << bit, (1L << bit) - 1, -(1L << bit) })
        .Distinct().Select(number => new object[] { number });

    [TestMethod]
    [DynamicData(nameof(Numbers))]
    public void Int64_AtEveryBoundary_ComesBack(long number)
    {
        ProtoWriter writer = new();
        writer.Int64(1, number);
        ProtoReader reader = new(writer.ToArray());
        Assert.IsTrue(reader.Next());
        Assert.AreEqual(number, reader.Int64());
        Assert.IsFalse(reader.Next());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(15)]
    [DataRow(16)]
    [DataRow(2047)]
    [DataRow(2048)]
    [DataRow(0x1fffffff)]
    public void Field_OfAnyLegalNumber_ComesBack(int field)
    {
        ProtoWriter writer = new();
        writer.String(field, "text 😀");
        ProtoReader reader = new(writer.ToArray());
        Assert.IsTrue(reader.Next());
        Assert.AreEqual(field, reader.Field);
        Assert.AreEqual("text 😀", reader.String());
    }

    [TestMethod]
    public void Values_OfEachKind_ComeBackInOrder()
    {
        ProtoWriter writer = new();
        writer.Single(1, float.NaN);
        writer.Bytes(2, []);
        writer.Message(3, 42L, static (w, number) => w.Int64(1, number));
        writer.Message(4, 0, static (_, _) => { });
        ProtoReader reader = new(writer.ToArray());
        reader.Next();
        Assert.AreEqual(float.NaN, reader.Single());
        reader.Next();
        Assert.AreEqual(0, reader.Bytes().Length);
        reader.Next();
        ProtoReader inner = new(reader.Bytes());
        inner.Next();
        Assert.AreEqual(42, inner.Int64());
        reader.Next();
        Assert.AreEqual(0, reader.Bytes().Length);
        Assert.IsFalse(reader.Next());
    }

    [TestMethod]
    public void Repeated_PackedOrSingly_GivesTheSameNumbers()
    {
        Assert.AreSequenceEqual([1L, 300L, -1L], Int64s([0x08, 1, 0x08, 0xac, 0x02, 0x0a, 10, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]));
        Assert.AreSequenceEqual([1L, 300L], Int64s([0x0a, 3, 1, 0xac, 0x02]));
        Assert.AreSequenceEqual([1f, -2f], Singles([0x0d, 0, 0, 0x80, 0x3f, 0x0a, 4, 0, 0, 0, 0xc0]));
        Assert.AreSequenceEqual([1f, -2f], Singles([0x0a, 8, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]));
        Assert.IsEmpty(Int64s([0x0a, 0]));
        Assert.IsEmpty(Singles([0x0a, 0]));
    }

    [TestMethod]
    public void Length_PaddedBeyondNeed_IsRead()
    {
        ProtoReader reader = new(new byte[] { 0x0a, 0x82, 0x80, 0x80, 0x80, 0x00, 7, 8 });
        reader.Next();
        Assert.AreSequenceEqual((byte[])[7, 8], reader.Bytes().ToArray());
    }

    [TestMethod]
    public void Skip_PassesValuesOfEveryWireType()
    {
        byte[] values = [0x08, 0x96, 0x01, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1a, 2, 9, 9, 0x25, 1, 2, 3, 4];
        ProtoReader reader = new(values);
        List<int> fields = [];
        while (reader.Next())
        {
            fields.Add(reader.Field);
            reader.Skip();
        }
        Assert.AreSequenceEqual([1, 2, 3, 4], fields);
    }

    [TestMethod]
    [DataRow(new byte[] { 0x0a }, "1 bytes where 0 are left at byte 1 of 1", DisplayName = "a length that is missing")]
    [DataRow(new byte[] { 0x0a, 3, 1 }, "3 bytes where 1 are left at byte 2 of 3", DisplayName = "a length beyond the end")]
    [DataRow(new byte[] { 0x0a, 0xff, 0xff, 0xff, 0xff, 0x07, 1 }, "2147483647 bytes where 1 are left at byte 6 of 7", DisplayName = "a length of 2 GB")]
    [DataRow(new byte[] { 0x0a, 0x80, 0x80, 0x80, 0x80, 0x08 }, "a length of 2147483648 bytes at byte 6 of 6", DisplayName = "a length beyond 2 GB")]
    [DataRow(new byte[] { 0x0a, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "a length of 18446744073709551615 bytes at byte 11 of 11", DisplayName = "a negative length")]
    [DataRow(new byte[] { 0x08, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1 }, "a number of more than ten bytes at byte 11 of 12", DisplayName = "a number without end")]
    [DataRow(new byte[] { 0x08, 0x80 }, "1 bytes where 0 are left at byte 2 of 2", DisplayName = "a number that is cut off")]
    [DataRow(new byte[] { 0x0d, 1, 2, 3 }, "4 bytes where 3 are left at byte 1 of 4", DisplayName = "a float that is cut off")]
    [DataRow(new byte[] { 0x09, 1, 2, 3 }, "8 bytes where 3 are left at byte 1 of 4", DisplayName = "a double that is cut off")]
    [DataRow(new byte[] { 0x00, 1 }, "a field number out of range at byte 1 of 2", DisplayName = "field 0")]
    [DataRow(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x20 }, "a field number out of range at byte 5 of 5", DisplayName = "a field beyond 2^29")]
    [DataRow(new byte[] { 0x0b }, "wire type 3 at byte 1 of 1", DisplayName = "a group")]
    [DataRow(new byte[] { 0x0f }, "wire type 7 at byte 1 of 1", DisplayName = "an unknown wire type")]
    public void Skip_OfDamagedBytes_IsAFormatError(byte[] bytes, string problem)
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(() =>
        {
            ProtoReader reader = new(bytes);
            while (reader.Next())
            {
                reader.Skip();
            }
        });
        Assert.AreEqual($"The ONNX graph is damaged: {problem}. Save the model again.", error.Message);
    }

    [TestMethod]
    public void Value_OfAnotherWireType_IsAFormatError()
    {
        byte[] varint = [0x08, 1], bytes = [0x0a, 1, 1];
        AssertDamaged(() => Int64s([0x0d, 0, 0, 0, 0]), "field 1 with wire type 5 where 2 was expected at byte 1 of 5");
        AssertDamaged(() => Singles(varint), "field 1 with wire type 0 where 2 was expected at byte 1 of 2");
        AssertDamaged(() => Read(bytes, static (ref ProtoReader reader) => reader.Int64()), "field 1 with wire type 2 where 0 was expected at byte 1 of 3");
        AssertDamaged(() => Read(bytes, static (ref ProtoReader reader) => reader.Single()), "field 1 with wire type 2 where 5 was expected at byte 1 of 3");
        AssertDamaged(() => Read(varint, static (ref ProtoReader reader) => reader.String()), "field 1 with wire type 0 where 2 was expected at byte 1 of 2");
    }

    [TestMethod]
    public void PackedNumbers_ThatAreCutOff_AreAFormatError()
    {
        AssertDamaged(() => Int64s([0x0a, 2, 1, 0x80]), "1 bytes where 0 are left at byte 2 of 2");
        AssertDamaged(() => Singles([0x0a, 5, 0, 0, 0x80, 0x3f, 0]), "5 bytes of packed floats at byte 7 of 7");
    }

    private delegate void Reading(ref ProtoReader reader);

    private static void Read(byte[] bytes, Reading read)
    {
        ProtoReader reader = new(bytes);
        while (reader.Next())
        {
            read(ref reader);
        }
    }

    private static List<long> Int64s(byte[] bytes)
    {
        List<long> numbers = [];
        Read(bytes, (ref ProtoReader reader) => reader.Int64s(numbers));
        return numbers;
    }

    private static List<float> Singles(byte[] bytes)
    {
        List<float> numbers = [];
        Read(bytes, (ref ProtoReader reader) => reader.Singles(numbers));
        return numbers;
    }

    private static void AssertDamaged(Action read, string problem) => Assert.AreEqual(
        $"The ONNX graph is damaged: {problem}. Save the model again.", Assert.ThrowsExactly<FormatException>(read).Message);
}

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
        ProtoReader reader = Reader(ProtoWriter.Write(number, static (w, value) => w.Int64(1, value)));
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
        ProtoReader reader = Reader(ProtoWriter.Write(field, static (w, number) => w.String(number, "text 😀")));
        Assert.IsTrue(reader.Next());
        Assert.AreEqual(field, reader.Field);
        Assert.AreEqual("text 😀", reader.String(9));
    }

    [TestMethod]
    public void Values_OfEachKind_ComeBackInOrder()
    {
        ProtoReader reader = Reader(ProtoWriter.Write(42L, static (writer, number) =>
        {
            writer.Single(1, float.NaN);
            writer.Bytes(2, []);
            writer.Message(3, number, static (w, value) => w.Int64(1, value));
            writer.Message(4, 0, static (_, _) => { });
        }));
        reader.Next();
        Assert.AreEqual(float.NaN, reader.Single());
        reader.Next();
        Assert.AreEqual(0, reader.Bytes().Length);
        reader.Next();
        ProtoReader inner = reader.Message();
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
        ProtoReader reader = Reader([0x0a, 0x82, 0x80, 0x80, 0x80, 0x00, 7, 8]);
        reader.Next();
        Assert.AreSequenceEqual((byte[])[7, 8], reader.Bytes().ToArray());
    }

    [TestMethod]
    public void Skip_PassesValuesOfEveryWireType()
    {
        byte[] values = [0x08, 0x96, 0x01, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1a, 2, 9, 9, 0x25, 1, 2, 3, 4];
        ProtoReader reader = Reader(values);
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
            ProtoReader reader = Reader(bytes);
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
        AssertDamaged(() => Read(varint, static (ref ProtoReader reader) => reader.String(9)), "field 1 with wire type 0 where 2 was expected at byte 1 of 2");
    }

    [TestMethod]
    public void PackedNumbers_ThatAreCutOff_AreAFormatError()
    {
        AssertDamaged(() => Int64s([0x0a, 2, 1, 0x80]), "1 bytes where 0 are left at byte 2 of 2");
        AssertDamaged(() => Singles([0x0a, 5, 0, 0, 0x80, 0x3f, 0]), "4 bytes where 1 are left at byte 4 of 5");
    }

    [TestMethod]
    public void String_LongerThanAccepted_IsAFormatError()
    {
        byte[] three = [0x0a, 3, 97, 98, 99];
        Read(three, static (ref ProtoReader reader) => Assert.AreEqual("abc", reader.String(3)));
        AssertDamaged(() => Read(three, static (ref ProtoReader reader) => reader.String(2)), "a text of 3 bytes where 2 are the most at byte 5 of 5");
    }

    // However they are written and however deep they lie.
    [TestMethod]
    [DataRow(new byte[] { 0x08, 1, 0x08, 1, 0x08, 1 }, DisplayName = "three numbers")]
    [DataRow(new byte[] { 0x0a, 2, 1, 1 }, DisplayName = "a message of two packed numbers")]
    [DataRow(new byte[] { 0x12, 8, 0, 0, 0, 0, 0, 0, 0, 0 }, DisplayName = "a message of two packed floats")]
    [DataRow(new byte[] { 0x1a, 4, 0x1a, 2, 0x1a, 0 }, DisplayName = "messages in each other")]
    public void Fields_MoreThanTheBudget_AreRefused(byte[] bytes)
    {
        Count(bytes, budget: 3);
        FormatException error = Assert.ThrowsExactly<FormatException>(() => Count(bytes, budget: 2));
        Assert.AreEqual("The ONNX graph of the model is refused: it has more than 2 fields. Only graphs written by MLNetDeep are run.", error.Message);

        static void Count(byte[] bytes, int budget)
        {
            ProtoReader reader = new(bytes, new FieldBudget(budget));
            while (reader.Next())
            {
                switch (reader.Field)
                {
                    case 1: reader.Int64s([]); break;
                    case 2: reader.Singles([]); break;
                    default: reader = reader.Message(); break;
                }
            }
        }
    }

    private static ProtoReader Reader(byte[] bytes) => new(bytes, new FieldBudget(100));

    private delegate void Reading(ref ProtoReader reader);

    private static void Read(byte[] bytes, Reading read)
    {
        ProtoReader reader = Reader(bytes);
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

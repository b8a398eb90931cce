using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ProtoWriterTests
{
    [TestMethod]
    public void Bytes_AreThoseOfTheSpecification() => Assert.AreEqual(
        "08960112" + "0774657374696E67" + "1D0000803F" + "20FFFFFFFFFFFFFFFFFF01",
        Convert.ToHexString(ProtoWriter.Write("testing", static (writer, text) =>
        {
            writer.Int64(1, 150); // the example of protobuf.dev/programming-guides/encoding
            writer.String(2, text);
            writer.Single(3, 1);
            writer.Int64(4, -1);
        })));

    [TestMethod]
    public void Message_HasALengthOfFiveBytes() => Assert.AreEqual(
        "1A8380808000" + "089601",
        Convert.ToHexString(ProtoWriter.Write(150L, static (writer, number) => writer.Message(3, number, static (w, value) => w.Int64(1, value)))));

    [TestMethod]
    public void Messages_OfManyBytes_Nest()
    {
        byte[] weights = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        ProtoReader reader = new(Nested(weights), new FieldBudget(3));
        for (int field = 1; field <= 3; field++)
        {
            Assert.IsTrue(reader.Next());
            Assert.AreEqual(field, reader.Field);
            reader = field < 3 ? reader.Message() : reader;
        }
        Assert.AreSequenceEqual(weights, reader.Bytes().ToArray());
        Assert.IsFalse(reader.Next());
    }

    [TestMethod]
    public void Writing_TakesNoMoreMemoryThanTheResult()
    {
        byte[] weights = new byte[1 << 24];
        Nested(weights);
        long before = GC.GetAllocatedBytesForCurrentThread();
        byte[] written = Nested(weights);
        Assert.IsInRange(written.Length, written.Length + 10_000L, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static byte[] Nested(byte[] weights) => ProtoWriter.Write(weights, static (writer, content) =>
        writer.Message(1, content, static (outer, more) => outer.Message(2, more, static (inner, bytes) => inner.Bytes(3, bytes))));
}

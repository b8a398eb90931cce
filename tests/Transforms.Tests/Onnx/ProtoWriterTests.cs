using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ProtoWriterTests
{
    [TestMethod]
    public void Bytes_AreThoseOfTheSpecification()
    {
        ProtoWriter writer = new();
        writer.Int64(1, 150); // the example of protobuf.dev/programming-guides/encoding
        writer.String(2, "testing");
        writer.Single(3, 1);
        writer.Int64(4, -1);
        Assert.AreEqual("08960112" + "0774657374696E67" + "1D0000803F" + "20FFFFFFFFFFFFFFFFFF01", Convert.ToHexString(writer.ToArray()));
    }

    [TestMethod]
    public void Message_HasALengthOfFiveBytes()
    {
        ProtoWriter writer = new();
        writer.Message(3, 150L, static (w, number) => w.Int64(1, number));
        Assert.AreEqual("1A8380808000" + "089601", Convert.ToHexString(writer.ToArray()));
    }

    [TestMethod]
    public void Messages_LargerThanTheFirstBuffer_Nest()
    {
        byte[] weights = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        ProtoWriter writer = new();
        writer.Message(1, weights, static (outer, content) => outer.Message(2, content, static (inner, bytes) => inner.Bytes(3, bytes)));
        ProtoReader reader = new(writer.ToArray());
        for (int field = 1; field <= 3; field++)
        {
            Assert.IsTrue(reader.Next());
            Assert.AreEqual(field, reader.Field);
            reader = field < 3 ? new ProtoReader(reader.Bytes()) : reader;
        }
        Assert.AreSequenceEqual(weights, reader.Bytes().ToArray());
        Assert.IsFalse(reader.Next());
    }
}

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ExampleRowTests
{
    [TestMethod]
    public void Create_FillsArraysOfKnownSize()
    {
        Row row = ExampleRow.Create<Row>();
        Assert.HasCount(3, row.Numbers);
        Assert.HasCount(6, row.Image!);
        Assert.HasCount(2, row.Kept); // it has the size
        Assert.AreEqual(7, row.Kept[0]);
        Assert.IsNull(row.Any);
        Assert.AreEqual("", row.Text);
    }

    [TestMethod]
    public void Create_OfARecordWithParameters_HasItsZeros() => Assert.AreEqual(new Point(0, null), ExampleRow.Create<Point>());

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Numbers { get; set; } = [];

        [VectorType(2, 3)]
        public byte[]? Image { get; init; }

        [VectorType(2)]
        public float[] Kept { get; set; } = [7, 8];

        [VectorType]
        public float[]? Any { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed record Point(float X, string? Name);
}

namespace MLNetDeep.Benchmarks.Tests;

[TestClass]
public sealed class ResultTableTests
{
    [TestMethod]
    public void Table_IsMarkdownWithThreeDigits()
    {
        Variant first = new("them", () => 0), second = new("us", () => 0, "≥ 0.9");
        ResultTable table = new();
        table.Add(new Comparison("Fit", "rows/s", first, second), [new(first, 81_249, 1, 1, 1), new(second, 123_456, 1.519, 0.5, 2)]);
        table.Add(new Comparison("Predict", "µs", first), [new(first, 4.2849, 1, 1, 1)]);
        string expected = """
            | Work    | By   | Median         | Ratio (lowest to highest) | Target |
            | ------- | ---- | -------------- | ------------------------- | ------ |
            | Fit     | them | 81,200 rows/s  | 1                         |        |
            |         | us   | 123,000 rows/s | 1.52 (0.50 to 2.00)       | ≥ 0.9  |
            | Predict | them | 4.28 µs        | 1                         |        |
            """;
        Assert.AreEqual(expected.ReplaceLineEndings(), table.ToString());
    }
}

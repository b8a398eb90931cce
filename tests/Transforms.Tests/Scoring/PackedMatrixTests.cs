namespace MLNetDeep.Tests;

[TestClass]
public sealed class PackedMatrixTests
{
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(3, 63)]
    [DataRow(64, 64)]
    [DataRow(50, 65)]
    [DataRow(70, 16)]
    [DataRow(15, 17)]
    [DataRow(20, 32)]
    [DataRow(20, 33)]
    [DataRow(130, 128)]
    [DataRow(33, 129)]
    [DataRow(257, 300)]
    public void Multiply_OfAnyShape_IsTheProduct(int inputs, int outputs)
    {
        Random random = new(1);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        float[] byOutput = Numbers(inputs * outputs), bias = Numbers(outputs), row = Numbers(inputs);
        row[0] = 0;
        row[^1] = inputs > 2 ? 0 : row[^1];
        float[] byInput = [.. from input in Enumerable.Range(0, inputs) from output in Enumerable.Range(0, outputs) select byOutput[(output * inputs) + input]];

        float[] product = Product(new PackedMatrix(byOutput, bias, isByOutput: true), row, outputs);

        Assert.AreSequenceEqual(product, Product(new PackedMatrix(byInput, bias, isByOutput: false), row, outputs));
        for (int output = 0; output < outputs; output++)
        {
            double expected = bias[output] + Enumerable.Range(0, inputs).Sum(input => (double)row[input] * byOutput[(output * inputs) + input]);
            Assert.AreEqual(expected, product[output], 1e-5);
        }
    }

    [TestMethod]
    [DataRow(10, 1, 11 * 16)]
    [DataRow(10, 16, 11 * 16)]
    [DataRow(10, 17, 11 * 32)]
    [DataRow(10, 33, 11 * 64)]
    [DataRow(10, 128 + 20, 11 * (128 + 32))]
    public void Length_OfAMatrix_IsThatOfItsPanels(int inputs, int outputs, long expected) => Assert.AreEqual(expected, PackedMatrix.Length(inputs, outputs));

    [TestMethod]
    [DataRow(500, 3)]
    [DataRow(500, 20)]
    [DataRow(500, 65)]
    [DataRow(500, 300)]
    public void Length_OfAMatrix_IsWhatItTakesOfMemory(int inputs, int outputs)
    {
        const int MostBytes = 2000; // of lists and objects
        float[] weights = new float[inputs * outputs], bias = new float[outputs];
        _ = new PackedMatrix(weights, bias, isByOutput: true);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = new PackedMatrix(weights, bias, isByOutput: true);
        Assert.IsInRange(0, MostBytes, GC.GetAllocatedBytesForCurrentThread() - before - (sizeof(float) * PackedMatrix.Length(inputs, outputs)));
    }

    [TestMethod]
    public void Multiply_WithALowestOutput_KeepsToIt()
    {
        PackedMatrix matrix = new([1, -1, 3], [0, 0, 0], isByOutput: true, lowest: 0);

        Assert.AreSequenceEqual([2f, 0, 6], Product(matrix, [2], 3));
        Assert.AreSequenceEqual([0f, 2, 0], Product(matrix, [-2], 3));
    }

    [TestMethod]
    public void Multiply_OfMissingAndInfiniteNumbers_KeepsThem()
    {
        PackedMatrix matrix = new([1, 2, 0, 3], [0, 0], isByOutput: true);

        Assert.AreSequenceEqual([float.NaN, float.NaN], Product(matrix, [float.NaN, 0], 2));
        Assert.AreSequenceEqual([float.PositiveInfinity, float.PositiveInfinity], Product(matrix, [0, float.PositiveInfinity], 2));
    }

    private static float[] Product(PackedMatrix matrix, float[] row, int outputs)
    {
        float[] product = new float[outputs];
        matrix.Multiply(row, product);
        return product;
    }
}

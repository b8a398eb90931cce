using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class MaxPoolingTests
{
    [TestMethod]
    [DataRow(8, 6, 2, 2, 4, 3)]
    [DataRow(7, 5, 2, 2, 3, 2, DisplayName = "Two of an odd size leave the last out")]
    [DataRow(1, 9, 2, 2, 1, 4, DisplayName = "Two of a signal")]
    [DataRow(1, 1, 2, 2, 1, 1, DisplayName = "Two of a single place")]
    [DataRow(8, 5, 3, 1, 8, 5)]
    [DataRow(2, 2, 3, 1, 2, 2, DisplayName = "Three of two")]
    [DataRow(1, 2, 3, 1, 1, 2, DisplayName = "Three of a signal of two")]
    [DataRow(8, 7, 3, 2, 4, 4)]
    [DataRow(1, 9, 3, 2, 1, 5, DisplayName = "Three of a signal, with a stride")]
    [DataRow(2, 1, 3, 2, 1, 1)]
    public void Forward_IsTheLargestOfEachWindow(int height, int width, int size, int stride, int outputHeight, int outputWidth)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        ImageMap map = new(2, height, width);
        MaxPooling layer = new(map, size, stride);
        Tensor images = Maps.Random(map, rows: 3, random);

        Tensor output = layer.Forward(images, training: true);

        Assert.AreEqual(new ImageMap(2, outputHeight, outputWidth), layer.Output);
        Assert.AreSequenceEqual([3L, 2, outputHeight, outputWidth], output.shape);
        int before = size == 3 ? 1 : 0;
        float Largest(long row, long channel, int y, int x)
        {
            IEnumerable<int> Window(int place, int count) => Enumerable.Range(place * stride - before, size).Where(other => other >= 0 && other < count);
            return (from other in Window(y, height) from another in Window(x, width) select images[row, channel, other, another].item<float>()).Max();
        }
        float[] expected = [.. from row in Enumerable.Range(0, 3) from channel in Enumerable.Range(0, 2) from y in Enumerable.Range(0, outputHeight) from x in Enumerable.Range(0, outputWidth) select Largest(row, channel, y, x)];
        BitAssert.AreEqual(expected, OnnxRun.Values(output));
    }
}

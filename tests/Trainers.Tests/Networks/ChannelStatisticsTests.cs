using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ChannelStatisticsTests
{
    private const int Count = 200, Channels = 3;

    private static readonly ImageShape s_shape = new(new ImageMap(Channels, 2, 5), IsSignal: false, IsInterleaved: false);

    [TestMethod]
    [DataRow(0.0, 1.0)]
    [DataRow(1e6, 1.0, DisplayName = "a large mean, of which sums of squares know nothing")]
    [DataRow(-3.0, 1e-20)]
    [DataRow(0.0, 1e18)]
    public void Learn_GivesTheMeanAndTheDeviationOfEachChannel(double mean, double deviation)
    {
        Random random = new(1);
        float[][] rows = Rows((_, channel) => (float)(mean * channel + deviation * (random.NextDouble() - 0.5)));

        ChannelStatistics learned = Learn(rows);

        AssertNaive(rows, learned);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    [DataRow(FeatureScaling.Limit)]
    [DataRow(float.MinValue)]
    public void Learn_IgnoresWhatIsMissing(float missing)
    {
        Random random = new(1);
        float[][] rows = Rows((_, _) => random.Next(5) == 0 ? missing : random.NextSingle());

        AssertNaive(rows, Learn(rows));
    }

    [TestMethod]
    public void Learn_LooksAtTheGivenRows()
    {
        float[][] rows = Rows((row, _) => row);

        ChannelStatistics learned = Learn(rows, 5, 9, 7);

        Assert.AreEqual(7, learned.Means[0], 1e-12);
        Assert.AreEqual(Math.Sqrt(8.0 / 3), learned.Deviations[0], 1e-12);
    }

    [TestMethod]
    public void Learn_OfManyRows_LooksAtTheFirstOfTheirOrder()
    {
        using DisposeScope scope = NewDisposeScope();
        const int Many = 1100, Size = 256, Sample = (1 << 26) / (Size * Size);
        ImageShape large = new(new ImageMap(1, Size, Size), IsSignal: false, IsInterleaved: false);
        using ImageRows images = new(large, Many, TestBudget.Default);
        float[] dark = [.. Enumerable.Repeat(50f, Size * Size)], bright = [.. Enumerable.Repeat(200f, Size * Size)];
        for (int row = 0; row < Many; row++)
        {
            images.Add(new VBuffer<float>(Size * Size, row < Many - Sample ? bright : dark));
        }
        Tensor backwards = arange(Many, dtype: ScalarType.Int32).flip(0).contiguous();

        Assert.AreSequenceEqual([50], ChannelStatistics.Learn(images, large, backwards, TestBudget.NeverCancelled).Means);
    }

    [TestMethod]
    public void Layer_OfAChannelThatNeverVaries_GivesZero()
    {
        using DisposeScope scope = NewDisposeScope();
        ChannelStatistics learned = Learn(Rows((row, channel) => channel == 0 ? row : channel == 1 ? 1e6f : float.NaN));

        Tensor scaled = learned.ToLayer(s_shape, CPU).Scaled(full([4, Channels, 2, 5], 12345f));

        Assert.AreEqual((1e6, 0.0, 0.0, 0.0), (learned.Means[1], learned.Deviations[1], learned.Means[2], learned.Deviations[2]));
        Assert.AreEqual(0, scaled.narrow(1, 1, 2).abs().max().item<float>());
        Assert.AreEqual(32, scaled.narrow(1, 0, 1).min().item<float>()); // an outlier, cut off
    }

    [TestMethod]
    public void Layer_GivesTheRowsAMeanOfZeroAndADeviationOfOne()
    {
        using DisposeScope scope = NewDisposeScope();
        Random random = new(1);
        float[][] rows = Rows((_, channel) => channel * 1000 + 3 * random.NextSingle());

        Tensor scaled = Learn(rows).ToLayer(s_shape, CPU).Forward(tensor(rows.SelectMany(row => row).ToArray(), Count, Channels * 10), training: false);

        Tensor channels = scaled.transpose(0, 1).reshape(Channels, -1);
        Assert.IsLessThan(1e-3, channels.mean([1]).abs().max().item<float>()); // 2000 has four digits behind the point
        Assert.IsLessThan(1e-3, (channels.std(1, unbiased: false) - 1).abs().max().item<float>());
    }

    [TestMethod]
    public void Learn_FromAFile_GivesWhatMemoryGives()
    {
        float[][] rows = Rows((row, channel) => (row * 7 + channel) % 256);

        ChannelStatistics inMemory = Learn(rows, TestBudget.Of(long.MaxValue)), inFile = Learn(rows, TestBudget.Of(1));

        Assert.AreSequenceEqual(inMemory.Means, inFile.Means);
        Assert.AreSequenceEqual(inMemory.Deviations, inFile.Deviations);
    }

    /// <summary>Rows, channel behind channel.</summary>
    private static float[][] Rows(Func<int, int, float> number) =>
        [.. Enumerable.Range(0, Count).Select(row => Enumerable.Range(0, Channels * 10).Select(index => number(row, index / 10)).ToArray())];

    private static ChannelStatistics Learn(float[][] rows, params int[] which) => Learn(rows, TestBudget.Default, which);

    private static ChannelStatistics Learn(float[][] rows, RowBudget budget, params int[] which)
    {
        using ImageRows images = new(s_shape, null, budget);
        foreach (float[] row in rows)
        {
            images.Add(new VBuffer<float>(row.Length, row));
        }
        using Tensor indices = tensor(which.Length > 0 ? which : [.. Enumerable.Range(0, Count)]);
        return ChannelStatistics.Learn(images, s_shape, indices, TestBudget.NeverCancelled);
    }

    /// <summary>Compares with two passes over what is there.</summary>
    private static void AssertNaive(float[][] rows, ChannelStatistics learned)
    {
        for (int channel = 0; channel < Channels; channel++)
        {
            double[] values = [.. rows.SelectMany(row => row[(channel * 10)..((channel + 1) * 10)]).Where(value => Math.Abs(value) < FeatureScaling.Limit).Select(value => (double)value)];
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            Assert.AreEqual(mean, learned.Means[channel], 1e-9 * deviation + 1e-12 * Math.Abs(mean));
            Assert.AreEqual(deviation, learned.Deviations[channel], 1e-9 * deviation);
        }
    }
}

using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class AdamWTests
{
    private const double LearningRate = 0.01;

    [TestMethod]
    [DataRow(0.0, true)]
    [DataRow(0.1, true)]
    [DataRow(0.0, false)]
    [DataRow(0.1, false)]
    public void Steps_FollowThePaper(double weightDecay, bool scripted)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable wanted = Scripts.Wanted(scripted);
        float[] gradients = [0.5f, -2, 1e-3f, 0, 30, -0.1f];
        Weight weight = new("weight", tensor([1.5f]), WeightGroup.Matrix);
        FlatWeights weights = new([weight], CPU);
        AdamW optimizer = new(weights, weightDecay);
        foreach (float gradient in gradients)
        {
            weights.Gradients.fill_(gradient);
            using IDisposable noGradient = no_grad();
            optimizer.Step(LearningRate);
        }

        Assert.AreEqual(ByHand(1.5, gradients, weightDecay), OnnxRun.Values(weight.Value)[0], 1e-6);
    }

    [TestMethod]
    public void Steps_ByTheFusedKernel_AreThoseOfPlainOperations()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] Trained(bool scripted)
        {
            using IDisposable wanted = Scripts.Wanted(scripted);
            Assert.AreEqual(scripted, TrainingScript.IsAvailable(CPU));
            using Generator random = new(1);
            FlatWeights weights = new(
                [new Weight("matrix", randn([37, 11], generator: random), WeightGroup.Matrix), new Weight("bias", randn([11], generator: random), WeightGroup.Free), new Weight("average", ones(11), WeightGroup.Computed)],
                CPU);
            AdamW optimizer = new(weights, weightDecay: 0.1);
            using IDisposable noGradient = no_grad();
            for (int step = 0; step < 100; step++)
            {
                weights.Gradients.normal_(0, step % 10 == 0 ? 10 : 0.1, random);
                optimizer.Step(LearningRate);
            }
            return OnnxRun.Values(weights.Values);
        }
        float[] plain = Trained(scripted: false), actual = Trained(scripted: true);
        CollectionAssert.AreNotEqual(plain, actual); // other code rounds another way: the kernel was really used

        foreach ((float one, float other) in plain.Zip(actual))
        {
            Assert.AreEqual(one, other, 1e-6 * Math.Max(1, Math.Abs(one)));
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Step_WithoutGradient_DecaysMatricesOnly(bool scripted)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable wanted = Scripts.Wanted(scripted);
        Weight bias = new("bias", ones(2), WeightGroup.Free);
        Weight matrix = new("matrix", ones(2, 2), WeightGroup.Matrix);
        Weight average = new("average", ones(2), WeightGroup.Computed);
        AdamW optimizer = new(new FlatWeights([bias, matrix, average], CPU), weightDecay: 0.5);

        using (no_grad())
        {
            optimizer.Step(LearningRate);
        }

        Assert.AreSequenceEqual([0.995f, 0.995f, 0.995f, 0.995f], OnnxRun.Values(matrix.Value));
        Assert.AreSequenceEqual([1f, 1f], OnnxRun.Values(bias.Value));
        Assert.AreSequenceEqual([1f, 1f], OnnxRun.Values(average.Value));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Step_WithFactors_ScalesRateAndDecayOfTheGroup(bool scripted)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable wanted = Scripts.Wanted(scripted);
        Weight[] weights = [.. new WeightGroup[] { new(1, 1), new(0.1, 1), new(2, 0.5), new(1, 0) }.Select((group, index) => new Weight($"{index}", ones(1), group))];
        FlatWeights flat = new(weights, CPU);
        AdamW optimizer = new(flat, weightDecay: 0.1);
        flat.Gradients.fill_(1); // which Adam divides by its own size

        using (no_grad())
        {
            optimizer.Step(LearningRate);
        }

        double[] expected = [1 - LearningRate * 1.1, 1 - 0.1 * LearningRate * 1.1, 1 - 2 * LearningRate * 1.05, 1 - LearningRate];
        foreach ((double number, Weight weight) in expected.Zip(weights))
        {
            Assert.AreEqual(number, OnnxRun.Values(weight.Value)[0], 1e-6);
        }
    }

    // 0.9 to the power of 1,500 is denormal in single precision, and would stay so: the smallest number times 0.9 is rounded to itself.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Moments_WithoutGradientForLong_AreZeroAndNotDenormal(bool scripted)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable wanted = Scripts.Wanted(scripted);
        FlatWeights flat = new([new Weight("weight", ones(2), WeightGroup.Matrix)], CPU);
        AdamW optimizer = new(flat, weightDecay: 0);
        flat.Gradients.fill_(1);
        using IDisposable noGradient = no_grad();
        optimizer.Step(LearningRate);
        flat.Gradients.zero_();

        for (int step = 0; step < 1500; step++)
        {
            optimizer.Step(LearningRate);
        }

        Tensor means = ((Tensor[])optimizer.Arguments[2])[0], variances = ((Tensor[])optimizer.Arguments[3])[0];
        Assert.AreSequenceEqual([0f, 0], OnnxRun.Values(means));
        Assert.IsTrue(OnnxRun.Values(variances).All(variance => variance is > 1e-4f and < 1e-3f));
    }

    /// <summary>Algorithm 2 of Loshchilov and Hutter 2019, in double precision.</summary>
    private static double ByHand(double weight, float[] gradients, double weightDecay)
    {
        double mean = 0, variance = 0;
        for (int step = 1; step <= gradients.Length; step++)
        {
            double gradient = gradients[step - 1];
            mean = 0.9 * mean + 0.1 * gradient;
            variance = 0.999 * variance + 0.001 * gradient * gradient;
            double unbiasedMean = mean / (1 - Math.Pow(0.9, step)), unbiasedVariance = variance / (1 - Math.Pow(0.999, step));
            weight -= LearningRate * (unbiasedMean / (Math.Sqrt(unbiasedVariance) + 1e-8) + weightDecay * weight);
        }
        return weight;
    }
}

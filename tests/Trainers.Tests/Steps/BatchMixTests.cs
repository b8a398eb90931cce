using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class BatchMixTests
{
    private const int Rows = 8;

    [TestMethod]
    public void Of_OptionsWithoutAnAlpha_IsNone()
    {
        using FitRandom random = new(1, CPU);

        Assert.IsNull(BatchMix.Of(new CnnOptions(), random));
        Assert.IsNull(BatchMix.Of(new MlpOptions(), random));
        Assert.IsNotNull(BatchMix.Of(new CnnOptions { Mixup = 0.1 }, random));
        Assert.IsNotNull(BatchMix.Of(new CnnOptions { CutMix = 0.1 }, random));
    }

    [TestMethod]
    public void Mixup_AddsAnotherRowInProportion()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor features = randn([Rows, 3, 5, 4], generator: random.Host), before = features.clone();
        List<double> shares = [];
        for (int batch = 0; batch < 20; batch++)
        {
            (Tensor mixed, Tensor partners, double share) = new BatchMix(mixup: 1, cutMix: 0, random).Mix(features);
            shares.Add(share);

            AssertOrder(partners);
            OnnxRun.AssertClose(features * share + features.index_select(0, partners) * (1 - share), OnnxRun.Values(mixed));
        }

        BitAssert.AreEqual(OnnxRun.Values(before), OnnxRun.Values(features));
        Assert.HasCount(20, shares.Distinct());
    }

    [TestMethod]
    [DataRow(9, 6)]
    [DataRow(1, 30, DisplayName = "A signal has a window in time")]
    [DataRow(1, 1, DisplayName = "A single place is one or the other")]
    public void CutMix_PastesARectangleOfTheShareThatIsNotKept(int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor numbers = arange(Rows, dtype: ScalarType.Float32); // each row is full of its number
        Tensor features = numbers.view(-1, 1, 1, 1).expand(-1, 2, height, width).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        List<double> shares = [];
        for (int batch = 0; batch < 100; batch++)
        {
            (Tensor mixed, Tensor partners, double share) = new BatchMix(mixup: 0, cutMix: 1, random).Mix(features);
            shares.Add(share);

            AssertOrder(partners);
            Tensor own = numbers.view(-1, 1, 1, 1), other = partners.to(ScalarType.Float32).view(-1, 1, 1, 1);
            Tensor isPasted = mixed.eq(other).logical_and(own.ne(other));
            Assert.IsTrue(isPasted.logical_or(mixed.eq(own)).all().item<bool>());
            Tensor places = isPasted.any(0).any(0); // [height, width]: the same in all rows and channels
            Assert.IsTrue(isPasted.eq(places.logical_and(own.ne(other))).all().item<bool>());
            double pasted = places.any(0).sum().item<long>() * places.any(1).sum().item<long>();
            Assert.AreEqual(pasted, places.sum().item<long>()); // so it is a rectangle
            Assert.AreEqual(1 - pasted / (height * width), share, 1e-12);
            Assert.IsTrue(Maps.IsChannelsLast(mixed));
        }

        OnnxRun.AssertClose(numbers, OnnxRun.Values(features.select(3, 0).select(2, 0).select(1, 0)));
        Assert.IsTrue(shares.All(share => share is >= 0 and <= 1));
        Assert.IsGreaterThan(height * width == 1 ? 0.02 : 0.5, shares.Max() - shares.Min());
    }

    [TestMethod]
    public void Both_TakeTurnsAtRandom()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor features = arange(Rows, dtype: ScalarType.Float32).view(-1, 1, 1, 1).expand(-1, 1, 10, 10);
        BatchMix mix = new(mixup: 1, cutMix: 1, random);

        int pasted = Enumerable.Range(0, 200).Count(_ => mix.Mix(features).Features.frac().abs().max().item<float>() == 0); // whole numbers stay whole

        Assert.AreEqual(100, pasted, 28); // four standard deviations
    }

    [TestMethod]
    public void Mix_DrawsFromTheFitsRandomNumbersAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU), same = new(1, CPU);
        Tensor features = arange(Rows, dtype: ScalarType.Float32).view(-1, 1, 1, 1).expand(-1, 1, 5, 5), before = get_rng_state();

        (Tensor mixed, Tensor partners, double share) = new BatchMix(mixup: 0.5, cutMix: 0.5, random).Mix(features);
        (Tensor again, Tensor samePartners, double sameShare) = new BatchMix(mixup: 0.5, cutMix: 0.5, same).Mix(features);

        BitAssert.AreEqual(OnnxRun.Values(mixed), OnnxRun.Values(again));
        Assert.AreSequenceEqual(partners.data<long>(), samePartners.data<long>());
        Assert.AreEqual(share, sameShare);
        Assert.AreSequenceEqual(before.bytes.ToArray(), get_rng_state().bytes.ToArray());
    }

    /// <summary>Each row is mixed with one, and each is one's partner.</summary>
    private static void AssertOrder(Tensor partners) =>
        Assert.AreSequenceEqual(Enumerable.Range(0, Rows).Select(row => (long)row), partners.data<long>().Order());
}

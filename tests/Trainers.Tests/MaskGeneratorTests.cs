using MLNetDeep.Networks;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class MaskGeneratorTests
{
    private const int Count = 1 << 20;

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(0.5)]
    [DataRow(0.9)]
    public void Fill_GivesZeroWithTheProbability(double probability)
    {
        float[] mask = Masks(1, probability, Count);

        double deviation = Math.Sqrt(probability * (1 - probability) / Count);
        Assert.AreEqual(probability, mask.Count(number => number == 0) / (double)Count, 4 * deviation);
        Assert.IsTrue(mask.All(number => number == 0 || number == (float)(1 / (1 - probability))));
    }

    /// <summary>Neighbours, the same place of neighbouring vectors, and the masks of successive calls have nothing to do with each other.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(15)]
    [DataRow(16)]
    [DataRow(17)]
    [DataRow(64)]
    [DataRow(256)]
    [DataRow(4096)]
    public void Fill_IsNotCorrelatedWithItself(int distance)
    {
        float[] mask = Masks(1, 0.5, Count);

        int equal = Enumerable.Range(0, Count - distance).Count(index => mask[index] == mask[index + distance]);

        Assert.AreEqual(0.5, equal / (double)(Count - distance), 4 * Math.Sqrt(0.25 / Count));
    }

    [TestMethod]
    public void Fill_WithOneSeedTwice_GivesEqualMasksAndOthersWithAnother()
    {
        Assert.AreSequenceEqual(Masks(1, 0.3, 1000), Masks(1, 0.3, 1000));
        CollectionAssert.AreNotEqual(Masks(1, 0.3, 1000), Masks(2, 0.3, 1000));
    }

    [TestMethod]
    public void Fill_OfFewerNumbersThanAVector_IsTheBeginOfALongerOne()
    {
        float[] longer = Masks(1, 0.5, 32);

        Assert.AreSequenceEqual(longer[..16].Concat(longer[16..19]), Masks(1, 0.5, 19));
    }

    /// <summary>The first words of xoshiro128+ by its definition, from the same states.</summary>
    [TestMethod]
    public void Fill_FollowsTheGenerator()
    {
        uint[] states = [.. States(seed: 7)];
        List<float> expected = [];
        uint[][] lanes = [.. Enumerable.Range(0, 16).Select(lane => (uint[])[states[lane], states[16 + lane], states[32 + lane], states[48 + lane]])];
        for (int round = 0; round < 100; round++)
        {
            expected.AddRange(lanes.Select(lane => Next(lane) <= uint.MaxValue / 2 ? 2f : 0f));
        }

        Assert.AreSequenceEqual(expected, Masks(7, 0.5, 1600));
    }

    private static float[] Masks(ulong seed, double probability, int count)
    {
        float[] mask = new float[count];
        new MaskGenerator(seed).Fill(mask, probability);
        return mask;
    }

    private static uint Next(uint[] state)
    {
        uint result = unchecked(state[0] + state[3]), shifted = state[1] << 9;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = uint.RotateLeft(state[3], 11);
        return result;
    }

    private static IEnumerable<uint> States(ulong seed)
    {
        for (int index = 0; index < 64; index++)
        {
            seed = unchecked(seed + 0x9E3779B97F4A7C15);
            ulong mixed = unchecked((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9);
            mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
            yield return (uint)((mixed ^ (mixed >> 31)) >> 32);
        }
    }
}

namespace MLNetDeep.Tests;

[TestClass]
public sealed class BreakEvenTests
{
    private static readonly int[] s_sizes = [2, 4, 8];

    [TestMethod]
    public void Find_IsTheSizeFromWhichOnBlocksAreFaster() => Assert.AreEqual(4, Find(single: 10, blocks: [18, 20, 30]));

    [TestMethod]
    public void Find_WhereOneInBetweenIsSlower_BeginsBehindIt() => Assert.AreEqual(8, Find(single: 10, blocks: [5, 90, 30]));

    [TestMethod]
    public void Find_WhereNoBlockIsFaster_IsNone() => Assert.IsNull(Find(single: 10, blocks: [20, 40, 80]));

    [TestMethod]
    public void Find_WhereWaitingCostsWhatIsGained_IsNone() => Assert.IsNull(Find(single: 2, blocks: [2, 4, 8]));

    [TestMethod]
    public void Measure_OfAWideNetwork_FindsThatBlocksAreFaster()
    {
        MLContext ml = new();
        using DeepTransformer network = ToyNetwork.Create(width: 512);
        using PredictionEngine<ToyRow, ScoreRow> one = ml.Model.CreatePredictionEngine<ToyRow, ScoreRow>(network, new PredictionEngineOptions { OwnsTransformer = false });
        using BlockEngine<ToyRow, ScoreRow> block = BlockEngine<ToyRow, ScoreRow>.Create(ml, network, 64)!;
        int? rows = BreakEven.Measure(one, block, ToyRow.Row(1));
        Assert.IsNotNull(rows);
        Assert.IsGreaterThan(1, rows.Value);
    }

    private static int? Find(double single, double[] blocks) =>
        BreakEven.Find(s_sizes, TimeSpan.FromMicroseconds(single), queueing: TimeSpan.FromMicroseconds(1.5), [.. blocks.Select(block => TimeSpan.FromMicroseconds(block))]);
}

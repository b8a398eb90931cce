using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

/// <summary>Blocks of rows have a bounded memory, and enough calls for idle cores.</summary>
[TestClass]
public sealed class BlockSizeTests
{
    private const int Threads = 4;
    private const long MaximumValues = 1 << 26;

    private static readonly Dictionary<string, OnnxGraph> s_networks = new()
    {
        ["ResNet-18, 224×224"] = KnownNetwork.ResNet18(224),
        ["ResNet-18, 224×224, mirrored"] = KnownNetwork.ResNet18(224, isMirrored: true),
        ["ResNet-20, 32×32"] = KnownNetwork.ResNet20(32),
        ["ResNet-20, 256×256"] = KnownNetwork.ResNet20(256),
        ["plain, 64×64"] = KnownNetwork.Plain(64, 32, 64, 128),
        ["InceptionTime, 1000 steps"] = KnownNetwork.InceptionTime(1, 1000),
    };

    [TestMethod]
    [DataRow("ResNet-18, 224×224", 1, 4)]
    [DataRow("ResNet-18, 224×224, mirrored", 1, 3)]
    [DataRow("ResNet-20, 32×32", 4, 4)]
    [DataRow("ResNet-20, 256×256", 1, 1)]
    [DataRow("plain, 64×64", 1, 4)]
    [DataRow("InceptionTime, 1000 steps", 1, 4)]
    public void Block_OfALargeNetwork_FitsInMemoryWhateverTheThreads(string name, int rowsPerCall, int calls)
    {
        OnnxGraph network = s_networks[name];
        long width = network.Inputs[0].Shape[1]!.Value;
        GraphSize size = OnnxValidator.Check(new OnnxModel { Graph = network }, DeepGraph.Input, width);

        Assert.AreEqual(new BlockSize(rowsPerCall, calls), BlockSize.Of(size, width, copied: 0, Threads));
        foreach (int threads in (int[])[1, 2, 64, 1024])
        {
            BlockSize block = BlockSize.Of(size, width, copied: 0, threads);
            Assert.AreEqual(rowsPerCall, block.RowsPerCall); // and so the scores are equal to the bit
            Assert.IsLessThanOrEqualTo(MaximumValues, block.RowsPerCall * block.Calls * size.ValuesPerRow);
            Assert.IsLessThanOrEqualTo(threads, block.Calls);
        }
    }

    [TestMethod]
    [DataRow(3_000, 0, 50, 0, 256, 4, DisplayName = "a small network")]
    [DataRow(3_000, 0, 50, 5_000, 256, 3, DisplayName = "other columns are copied")]
    [DataRow(3_000, 0, 50, 1 << 24, 256, 1, DisplayName = "huge ones are copied")]
    [DataRow(1_000_000, 0, 100_000, 0, 41, 1, DisplayName = "many features")]
    [DataRow(30_000, 2048, 64, 0, 32, 4, DisplayName = "small images")]
    [DataRow(0, 0, 1, 0, 256, 4, DisplayName = "nothing of a row but its steps")]
    [DataRow(1 << 28, 1 << 24, 1 << 24, 0, 1, 1, DisplayName = "more than fits")]
    public void Block_FollowsTheWidths(long values, long widestMap, long width, long copied, int rowsPerCall, int calls) =>
        Assert.AreEqual(new BlockSize(rowsPerCall, calls), BlockSize.Of(new GraphSize(values, widestMap), width, copied, Threads));
}

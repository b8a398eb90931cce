using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class FitRandomTests
{
    [TestMethod]
    [DataRow(1000)]
    [DataRow(1024, DisplayName = "The last piece is whole")]
    public void Mask_DrawnInPieces_IsTheOneDrawnAtOnce(int count)
    {
        using FitRandom random = new(1, CPU), same = new(1, CPU);

        using Tensor whole = random.Mask(count, 0.3), pieces = same.Mask(count, 0.3, mostAtOnce: 64);
        using Tensor next = random.Mask(count, 0.3), sameNext = same.Mask(count, 0.3);

        BitAssert.AreEqual(whole.Elements<float>().ToArray(), pieces.Elements<float>().ToArray());
        BitAssert.AreEqual(next.Elements<float>().ToArray(), sameNext.Elements<float>().ToArray());
        BitAssert.AreNotEqual(whole.Elements<float>().ToArray(), next.Elements<float>().ToArray());
    }
}

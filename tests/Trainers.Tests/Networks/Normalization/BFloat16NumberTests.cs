using System.Runtime.Intrinsics;
using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed unsafe class BFloat16NumberTests
{
    /// <summary>Numbers that lie between two others, exactly in the middle too; what is not a number stays so (<see cref="NormalizedMapTests"/>).</summary>
    [TestMethod]
    public void Store_RoundsAsLibTorchDoes()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] numbers =
        [
            0, -0f, 1, -1, 1.00390625f, 1.01171875f, 1.003906f, 1.003907f, 3.14159265f, -2.71828f, 1e-40f, float.MaxValue,
            float.MinValue, float.PositiveInfinity, float.NegativeInfinity, 0.1f,
        ];
        Tensor rounded = tensor(numbers).to(ScalarType.BFloat16), ours = empty(numbers.Length, ScalarType.BFloat16), read = empty(numbers.Length);

        BFloat16Number.Store(Vector512.Create(numbers), (BFloat16Number*)TensorMemory.First<ushort>(ours));
        BFloat16Number.Load((BFloat16Number*)TensorMemory.First<ushort>(ours)).Store(TensorMemory.First<float>(read));

        Assert.AreSequenceEqual(rounded.bytes.ToArray(), ours.bytes.ToArray());
        BitAssert.AreEqual(OnnxRun.Values(rounded.to(ScalarType.Float32)), OnnxRun.Values(read));
    }
}

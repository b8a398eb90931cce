using MLNetDeep.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class DropoutLayerTests
{
    [TestMethod]
    public void Forward_InTraining_ZeroesTheShareAndScalesTheOthersUp()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);

        float[] output = OnnxRun.Values(new DropoutLayer(0.25, random).Forward(ones(100, 100), training: true));

        Assert.IsTrue(output.All(value => value is 0 or 1 / 0.75f));
        Assert.AreEqual(0.25, output.Count(value => value == 0) / 10_000.0, 0.02); // four standard deviations
    }

    [TestMethod]
    public void Forward_OfASparseTensor_TakesTheShareOutAndScalesTheOthersUp()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor input = arange(20_000, dtype: ScalarType.Float32).view(100, 200) % 2; // ones in every second column

        Tensor output = new DropoutLayer(0.25, random).Forward(Sparse.Of(input), training: true);

        Assert.AreEqual(0.75, output.SparseValues.size(0) / 10_000.0, 0.02); // four standard deviations
        Assert.IsTrue(OnnxRun.Values(output.SparseValues).All(value => value is 1 / 0.75f));
        Assert.AreSequenceEqual([100L, 200], output.shape);
        Assert.AreEqual(0, OnnxRun.Values(output.mm(eye(200)) * (1 - input)).Sum()); // where they stood
    }

    [TestMethod]
    public void Forward_InScoring_ChangesNothing()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU);
        Tensor input = ones(10, 10), sparse = Sparse.Of(input);

        Assert.AreSame(input, new DropoutLayer(0.25, random).Forward(input, training: false));
        Assert.AreSame(sparse, new DropoutLayer(0.25, random).Forward(sparse, training: false));
    }

    [TestMethod]
    public void Forward_DrawsFromTheFitsRandomNumbersAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(1, CPU), same = new(1, CPU);
        DropoutLayer layer = new(0.5, random), again = new(0.5, same);
        float[] first = OnnxRun.Values(layer.Forward(ones(8, 8), training: true)), second = OnnxRun.Values(layer.Forward(ones(8, 8), training: true));

        Assert.AreSequenceEqual(first, OnnxRun.Values(again.Forward(ones(8, 8), training: true)));
        CollectionAssert.AreNotEqual(first, second);
    }
}

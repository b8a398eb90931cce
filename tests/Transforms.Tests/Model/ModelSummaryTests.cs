namespace MLNetDeep.Tests;

[TestClass]
public sealed class ModelSummaryTests
{
    [TestMethod]
    public void Summary_OfAModelWithoutNamedLayers_SaysWhatItIsFor()
    {
        using DeepTransformer regression = ToyModel.Regression(), multiclass = ToyModel.Multiclass();

        Assert.AreEqual("0 parameters, for Regression", regression.Summary().Trim());
        Assert.EndsWith("for MulticlassClassification with 3 classes", multiclass.Summary().TrimEnd());
    }
}

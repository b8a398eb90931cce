using TorchSharp;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class HoldOutTests
{
    /// <summary>90 rows of class 0 and 10 of class 1.</summary>
    private static readonly float[] s_labels = [.. Enumerable.Range(0, 100).Select(row => row % 10 == 0 ? 1f : 0f)];

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Split_PutsEachRowIntoOneOfTheTwoSets(bool byLabel)
    {
        (int[] training, int[] validation) = Split(s_labels, 0.2, byLabel);

        Assert.AreSequenceEqual(Enumerable.Range(0, 100), training.Concat(validation).Order());
        Assert.HasCount(20, validation);
    }

    [TestMethod]
    public void Split_ByLabel_TakesTheSameShareOfEachClass()
    {
        foreach (int seed in Enumerable.Range(1, 5))
        {
            Assert.AreEqual(2, Split(s_labels, 0.2, byLabel: true, seed).Validation.Count(row => s_labels[row] == 1));
        }
    }

    [TestMethod]
    public void Split_WithAnotherSeed_TakesOtherRowsInAnotherOrder()
    {
        (int[] training, int[] validation) = Split(s_labels, 0.2, byLabel: true, seed: 1);

        Assert.AreSequenceEqual(training, Split(s_labels, 0.2, byLabel: true, seed: 1).Training);
        CollectionAssert.AreNotEqual(training, Split(s_labels, 0.2, byLabel: true, seed: 2).Training);
        CollectionAssert.AreNotEquivalent(validation, Split(s_labels, 0.2, byLabel: true, seed: 2).Validation);
        CollectionAssert.AreNotEqual(training.Order().ToArray(), training);
    }

    [TestMethod]
    [DataRow(0.0, 100, 0)]
    [DataRow(0.09, 100, 0, DisplayName = "Nine rows are too few to measure on")]
    [DataRow(0.1, 90, 10)]
    [DataRow(0.999, 1, 99)]
    public void Split_OfAFraction_TakesThatManyRows(double fraction, int training, int validation)
    {
        (int[] actualTraining, int[] actualValidation) = Split(s_labels, fraction, byLabel: false);

        Assert.HasCount(training, actualTraining);
        Assert.HasCount(validation, actualValidation);
    }

    [TestMethod]
    public void Fit_HoldsOutByLabelInClassificationOnly()
    {
        MLContext ml = new(seed: 1);
        ToyRow<bool>[] rows = ToyData.Rows(400, 1, ToyData.Sign);
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row].Label = row < 201;
        }
        MlpOptions options = new() { HiddenLayerSizes = [], NumberOfEpochs = 1, ValidationFraction = 0.15 };
        using DeepTransformer classifier = ml.BinaryClassification.Trainers.Mlp(options).Fit(ToyData.View(ml, rows));
        using DeepTransformer regressor = ml.Regression.Trainers.Mlp(options).Fit(ToyData.Regression(ml));

        Assert.AreEqual(30 + 29, classifier.TrainingHistory.ValidationRowCount); // of 201 and of 199
        Assert.AreEqual(60, regressor.TrainingHistory.ValidationRowCount);
    }

    private static (int[] Training, int[] Validation) Split(float[] labels, double fraction, bool byLabel, int seed = 1)
    {
        using FitRandom random = new(seed, torch.CPU);
        (torch.Tensor training, torch.Tensor validation) = HoldOut.Split(labels.Length, byLabel ? labels : [], fraction, random);
        using (training)
        using (validation)
        {
            return (training.Elements<int>().ToArray(), validation.Elements<int>().ToArray());
        }
    }
}

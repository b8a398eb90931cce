using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ScoredDataViewTests
{
    private const float Tolerance = 1e-6f; // a few units in the last place of a probability

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(255)]
    [DataRow(256)]
    [DataRow(257)]
    [DataRow(1000)]
    public void Scores_OfAnyNumberOfRows_AreThoseComputedByHand(int count)
    {
        ToyRow[] rows = ToyRow.Rows(count);
        using DeepTransformer regression = ToyModel.Regression();
        using DeepTransformer binary = ToyModel.Binary();
        using DeepTransformer multiclass = ToyModel.Multiclass();
        IDataView regressed = regression.Transform(ToyRow.View(count));
        IDataView classified = binary.Transform(ToyRow.View(count));
        IDataView categorized = multiclass.Transform(ToyRow.View(count));

        Assert.AreSequenceEqual(rows.Select(row => ToyModel.Linear(row.Features)), regressed.GetColumn<float>("Score"));
        Assert.AreSequenceEqual(rows.Select(row => ToyModel.Linear(row.Features)), classified.GetColumn<float>("Score"));
        Assert.AreSequenceEqual(rows.Select(row => ToyModel.Linear(row.Features) > 0), classified.GetColumn<bool>("PredictedLabel"));
        AssertClose(rows.Select(row => ToyModel.Probability(row.Features)), classified.GetColumn<float>("Probability"));
        AssertClose(
            rows.SelectMany(row => ToyModel.ClassProbabilities(row.Features)),
            categorized.GetColumn<float[]>("Score").SelectMany(scores => scores));
        Assert.AreSequenceEqual(
            rows.Select(row => ToyModel.ClassProbabilities(row.Features)).Select(scores => (uint)scores.IndexOf(scores.Max()) + 1),
            categorized.GetColumn<uint>("PredictedLabel"));
        Assert.AreSequenceEqual(rows.Select(row => row.Number), regressed.GetColumn<int>("Number"));
    }

    private static void AssertClose(IEnumerable<float> expected, IEnumerable<float> actual)
    {
        float[] values = [.. actual];
        Assert.HasCount(expected.Count(), values);
        Assert.IsLessThanOrEqualTo(Tolerance, expected.Zip(values, (one, other) => Math.Abs(one - other)).DefaultIfEmpty().Max());
    }
}

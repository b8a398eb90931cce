namespace MLNetDeep.Tests;

/// <summary>A fitted model is part of the one ONNX graph that ML.NET's converter makes of a pipeline.</summary>
[TestClass]
public sealed class ConversionTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.Graphs), typeof(TrainerCase))]
    public void Graph_OfThePipeline_GivesItsScores(TrainerCase trainer)
    {
        using DeepTransformer model = trainer.Fit(_ml);
        IDataView scored = model.Transform(trainer.Data(_ml, rows: 50));
        AssertNumbers(scored, "Score");
        switch (trainer.Task)
        {
            case TaskKind.BinaryClassification:
                AssertNumbers(scored, "Probability");
                Assert.AreSequenceEqual(Values<bool>(scored, "PredictedLabel"), Converted<bool>(scored, "PredictedLabel"));
                break;
            case TaskKind.MulticlassClassification:
                Assert.AreSequenceEqual(Values<uint>(scored, "PredictedLabel"), Converted<uint>(scored, "PredictedLabel"));
                break;
        }
    }

    private static void AssertNumbers(IDataView scored, string column)
    {
        float[] expected = Scores.OfColumn(scored, column), actual = Converted<float>(scored, column);
        Assert.HasCount(expected.Length, actual);
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.AreEqual(expected[index], actual[index], 1e-5f * Math.Max(1, Math.Abs(expected[index])));
        }
    }

    private static T[] Values<T>(IDataView scored, string column) =>
        scored.Schema[column].Type is VectorDataViewType ? [.. scored.GetColumn<T[]>(column).SelectMany(values => values)] : [.. scored.GetColumn<T>(column)];

    private static T[] Converted<T>(IDataView scored, string column) => ToyConverter.Run<T>(ToyConverter.Convert(scored, column), ToyConverter.SourceOf(scored), column);
}

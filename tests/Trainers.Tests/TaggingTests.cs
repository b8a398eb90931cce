namespace MLNetDeep.Tests;

/// <summary>A network that predicts a label for each step learns what steps before mean for it, which no model of a step alone can.</summary>
[TestClass]
public sealed class TaggingTests
{
    private static readonly RnnOptions s_options = new() { HiddenSize = 16, NumberOfEpochs = 25, LearningRate = 0.01, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(RnnBackbone.Lstm)]
    [DataRow(RnnBackbone.Gru)]
    public void Rnn_OnSwitches_KnowsWhetherTheyAreOn(RnnBackbone backbone)
    {
        ToyRow<bool[]>[] test = TaggedData.Switches(200, seed: 2);
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Rnn(s_options with { Backbone = backbone }).Fit(TaggedData.View(_ml, TaggedData.Switches(400, seed: 1)));

        double accuracy = _ml.BinaryClassification.Evaluate(_ml.Data.StepsAsRows(model.Transform(TaggedData.View(_ml, test)))).Accuracy;

        Assert.IsGreaterThan(0.97, accuracy);
        Assert.IsLessThan(0.7, ShareOfMostFrequent(test.SelectMany(row => row.Label)));
        Assert.IsLessThan(0.8, AccuracyByStepAlone(test.SelectMany(row => row.Features.Select(number => (int)(10 * number)).Zip(row.Label))));
    }

    [TestMethod]
    [DataRow(RnnBackbone.Lstm, 0.98)]
    [DataRow(RnnBackbone.Transformer, 0.9)]
    public void Rnn_OnWords_KnowsTheColorThatWasNamedLast(RnnBackbone backbone, double expected)
    {
        TaggedData.TextRow[] train = TaggedData.Colors(800, seed: 1), test = TaggedData.Colors(200, seed: 2);
        ITransformer keys = TaggedData.Keys(_ml, train);
        RnnOptions options = s_options with { Backbone = backbone, EmbeddingDimension = 16, EmbeddingDropout = 0 };
        using DeepTransformer model = _ml.MulticlassClassification.Trainers.Rnn(options).Fit(keys.Transform(_ml.Data.LoadFromEnumerable(train)));

        IDataView scored = model.Transform(keys.Transform(_ml.Data.LoadFromEnumerable(test)));

        Assert.IsGreaterThan(expected, _ml.MulticlassClassification.Evaluate(_ml.Data.StepsAsRows(scored)).MicroAccuracy);
        Assert.IsLessThan(0.4, ShareOfMostFrequent(test.SelectMany(row => row.Label)));
        Assert.IsLessThan(0.6, AccuracyByStepAlone(test.SelectMany(row => row.Text.Split(' ').Zip(row.Label))));
    }

    [TestMethod]
    public void Rnn_OnNumbers_KnowsTheirSum()
    {
        ToyRow<float[]>[] test = TaggedData.Sums(200, seed: 2);
        using DeepTransformer model = _ml.Regression.Trainers.Rnn(s_options).Fit(TaggedData.View(_ml, TaggedData.Sums(400, seed: 1)));

        double rSquared = _ml.Regression.Evaluate(_ml.Data.StepsAsRows(model.Transform(TaggedData.View(_ml, test)))).RSquared;

        Assert.IsGreaterThan(0.97, rSquared);
        Assert.IsLessThan(0.6, RSquaredByStepAlone(test.SelectMany(row => row.Features.Select(number => (int)(10 * number)).Zip(row.Label))));
    }

    private static double ShareOfMostFrequent<T>(IEnumerable<T> labels) => (double)labels.GroupBy(label => label).Max(group => group.Count()) / labels.Count();

    /// <summary>The most that a model can reach that sees one step at a time: the most frequent label of each, known beforehand.</summary>
    private static double AccuracyByStepAlone<TStep, TLabel>(IEnumerable<(TStep Step, TLabel Label)> steps) =>
        (double)steps.GroupBy(step => step.Step).Sum(group => group.GroupBy(step => step.Label).Max(label => label.Count())) / steps.Count();

    /// <summary>Likewise, by the mean label of each.</summary>
    private static double RSquaredByStepAlone<TStep>(IEnumerable<(TStep Step, float Label)> steps)
    {
        static double Squares(IEnumerable<float> labels)
        {
            double mean = labels.Average();
            return labels.Sum(label => (label - mean) * (label - mean));
        }
        return 1 - (steps.GroupBy(step => step.Step).Sum(group => Squares(group.Select(step => step.Label))) / Squares(steps.Select(step => step.Label)));
    }
}

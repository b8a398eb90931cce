namespace MLNetDeep.Tests;

/// <summary>What ML.NET's AutoML does with a trainer, trial by trial: options from a point of the search space, a context of its own, a metric, disposal.</summary>
[TestClass]
public sealed class SearchTrialTests
{
    private const int Trials = 8; // as many as the longest choice has values

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Trials_AllOverTheSpace_HaveFiniteMetrics(TrainerCase trainer)
    {
        foreach (DeepTrainerOptions sampled in new AutoMLSpace(trainer.Small.GetType()).Strata(Trials, seed: 1))
        {
            MLContext ml = new(seed: 1);
            DeepTrainerOptions options = Quick(sampled);
            using DeepTransformer model = trainer.Create(ml, options).Fit(trainer.Data(ml, rows: 80));
            double metric = Metric(trainer, ml, model.Transform(trainer.Data(ml, rows: 80, seed: 2)));
            Assert.IsTrue(double.IsFinite(metric), $"{options}");
        }
    }

    [TestMethod]
    public void Trial_WithAnAbsurdLearningRate_HasAFiniteMetric()
    {
        foreach (TrainerCase trainer in TrainerCase.All)
        {
            MLContext ml = new(seed: 1);
            using DeepTransformer model = trainer.Fit(ml, trainer.Small with { LearningRate = 1e9, GradientClipNorm = 0 });
            Assert.IsTrue(double.IsFinite(Metric(trainer, ml, model.Transform(trainer.Data(ml, seed: 2)))), trainer.Name);
        }
    }

    [TestMethod]
    public void Probability_OfAnyLogOdds_GivesAFiniteLogLoss()
    {
        MLContext ml = new(seed: 1);
        using DeepTransformer model = TrainerCase.MlpFor(TaskKind.BinaryClassification).Fit(ml, new MlpOptions { HiddenLayerSizes = [], NumberOfEpochs = 1, LearningRate = 1e4, GradientClipNorm = 0 });
        IDataView scored = model.Transform(ToyData.Binary(ml, seed: 2));

        Assert.IsGreaterThan(100, scored.GetColumn<float>("Score").Max(Math.Abs));
        Assert.IsTrue(scored.GetColumn<float>("Probability").All(probability => probability is > 0 and < 1));
        Assert.IsTrue(double.IsFinite(ml.BinaryClassification.Evaluate(scored).LogLoss));
    }

    /// <summary>What no search changes, so that a trial takes a moment.</summary>
    private static DeepTrainerOptions Quick(DeepTrainerOptions options) => options switch
    {
        RnnOptions rnn => rnn with { FeaturesPerStep = 1, HiddenSize = rnn.HiddenSize / 8, NumberOfEpochs = 2 },
        CnnOptions cnn => cnn with { Channels = 8, NumberOfEpochs = 2 },
        TorchOptions torch => torch with { Network = ((TorchOptions)TrainerCase.All.First(trainer => trainer.Small is TorchOptions).Small).Network, NumberOfEpochs = 2 },
        _ => options with { NumberOfEpochs = 2 },
    };

    private static double Metric(TrainerCase trainer, MLContext ml, IDataView predicted)
    {
        IDataView scored = trainer.Evaluable(ml, predicted);
        return trainer.Task switch
        {
            TaskKind.BinaryClassification => ml.BinaryClassification.Evaluate(scored).LogLoss,
            TaskKind.MulticlassClassification => ml.MulticlassClassification.Evaluate(scored).LogLoss,
            _ => ml.Regression.Evaluate(scored).RSquared,
        };
    }
}

namespace MLNetDeep.Tests;

/// <summary>Networks learn what linear models cannot.</summary>
[TestClass]
public sealed class LearningTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static MlpOptions Network => new() { HiddenLayerSizes = [32, 32], NumberOfEpochs = 60, LearningRate = 0.01, Seed = 1 };

    private static MlpOptions Linear => Network with { HiddenLayerSizes = [] };

    [TestMethod]
    public void Mlp_OnXor_BeatsTheMajorityAndLinearModels()
    {
        IDataView test = ToyData.Xor(_ml, seed: 2);
        double Accuracy(IEstimator<ITransformer> trainer) => Measured(trainer, ToyData.Xor(_ml), test, scored => _ml.BinaryClassification.EvaluateNonCalibrated(scored).Accuracy);
        double majority = MajorityOf(test.GetColumn<bool>("Label"));

        double network = Accuracy(_ml.BinaryClassification.Trainers.Mlp(Network));

        Assert.IsGreaterThan(majority + 0.35, network);
        Assert.IsGreaterThan(Accuracy(_ml.BinaryClassification.Trainers.Mlp(Linear)) + 0.35, network);
        Assert.IsGreaterThan(Accuracy(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression()) + 0.35, network);
    }

    [TestMethod]
    public void Mlp_OnXorOfThreeClasses_BeatsTheMajorityAndLinearModels()
    {
        IDataView Data(int seed) => ToyData.Keys(_ml, ToyData.Rows(400, seed, Class, featureCount: 2));
        IDataView test = Data(seed: 2);
        double Accuracy(IEstimator<ITransformer> trainer) => Measured(trainer, Data(seed: 1), test, scored => _ml.MulticlassClassification.Evaluate(scored).MicroAccuracy);
        double majority = MajorityOf(test.GetColumn<uint>("Label"));

        double network = Accuracy(_ml.MulticlassClassification.Trainers.Mlp(Network));

        Assert.IsGreaterThan(majority + 0.3, network);
        Assert.IsGreaterThan(Accuracy(_ml.MulticlassClassification.Trainers.Mlp(Linear)) + 0.3, network);
        Assert.IsGreaterThan(Accuracy(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy()) + 0.3, network);
    }

    [TestMethod]
    public void Mlp_OnAProduct_BeatsTheMeanAndLinearModels()
    {
        IDataView Data(int seed) => ToyData.View(_ml, ToyData.Rows(400, seed, features => features[0] * features[1], featureCount: 2));
        IDataView test = Data(seed: 2);
        double RSquared(IEstimator<ITransformer> trainer) => Measured(trainer, Data(seed: 1), test, scored => _ml.Regression.Evaluate(scored).RSquared);

        double network = RSquared(_ml.Regression.Trainers.Mlp(Network));

        Assert.IsGreaterThan(0.8, network); // the mean has 0
        Assert.IsGreaterThan(RSquared(_ml.Regression.Trainers.Mlp(Linear)) + 0.7, network);
        Assert.IsGreaterThan(RSquared(_ml.Regression.Trainers.OnlineGradientDescent()) + 0.7, network);
    }

    private static string Class(float[] features) =>
        Math.Abs(features[0]) < 0.25f ? "middle" : features[0] > 0 == features[1] > 0 ? "same" : "different";

    private static double MajorityOf<T>(IEnumerable<T> labels)
        where T : notnull
    {
        int[] counts = [.. labels.CountBy(label => label).Select(count => count.Value)];
        return (double)counts.Max() / counts.Sum();
    }

    private static double Measured(IEstimator<ITransformer> trainer, IDataView training, IDataView test, Func<IDataView, double> measure)
    {
        ITransformer model = trainer.Fit(training);
        double measured = measure(model.Transform(test));
        (model as IDisposable)?.Dispose();
        return measured;
    }
}

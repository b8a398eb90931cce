namespace MLNetDeep.Tests;

/// <summary>Convolutional networks learn what is the same at every place, of which a multilayer perceptron would have to see each.</summary>
[TestClass]
public sealed class CnnLearningTests
{
    private const int Size = 12, Steps = 80;

    private readonly MLContext _ml = new(seed: 1);

    private static MlpOptions Perceptron => new() { HiddenLayerSizes = [64, 64], NumberOfEpochs = 30, Seed = 1 };

    /// <summary>A cross or a square, each of nine pixels.</summary>
    [TestMethod]
    public void Plain_OnShapesAtRandomPlaces_BeatsTheMajorityAndAPerceptron()
    {
        CnnOptions options = new() { InputShape = [1, Size, Size], Channels = 8, NumberOfEpochs = 30, LearningRate = 0.01, Seed = 1 };

        AssertBeatsPerceptron(options, ShapeRow);
    }

    /// <summary>A wave or the same wave backwards, each with the same numbers in another order.</summary>
    [TestMethod]
    public void InceptionTime_OnPatternsAtRandomTimes_BeatsTheMajorityAndAPerceptron()
    {
        CnnOptions options = new() { InputShape = [1, Steps], Channels = 4, BlocksPerStage = 3, KernelSize = 9, NumberOfEpochs = 30, LearningRate = 0.01, Seed = 1 };

        AssertBeatsPerceptron(options, PatternRow);
    }

    private void AssertBeatsPerceptron(CnnOptions options, Func<Random, bool, float[]> features)
    {
        IDataView Data(int seed)
        {
            Random random = new(seed);
            return ToyData.View(_ml, [.. Enumerable.Range(0, 400).Select(row => new ToyRow<bool>(features(random, row % 2 == 0), row % 2 == 0))]);
        }
        IDataView training = Data(seed: 1), test = Data(seed: 2);
        double Accuracy(DeepTrainer trainer)
        {
            using DeepTransformer model = trainer.Fit(training);
            return _ml.BinaryClassification.Evaluate(model.Transform(test)).Accuracy;
        }

        double network = Accuracy(_ml.BinaryClassification.Trainers.Cnn(options)), perceptron = Accuracy(_ml.BinaryClassification.Trainers.Mlp(Perceptron));

        Assert.IsGreaterThan(0.9, network); // the majority is 0.5
        Assert.IsGreaterThan(perceptron + 0.1, network);
    }

    private static float[] ShapeRow(Random random, bool isCross)
    {
        float[] pixels = Noise(random, Size * Size, deviation: 0.2f);
        int x = random.Next(2, Size - 2), y = random.Next(2, Size - 2);
        for (int step = -2; step <= 2; step++)
        {
            for (int other = -2; other <= 2; other++)
            {
                bool isIn = isCross ? step == 0 || other == 0 : Math.Abs(step) < 2 && Math.Abs(other) < 2;
                pixels[(y + step) * Size + x + other] += isIn ? 1 : 0;
            }
        }
        return pixels;
    }

    private static float[] PatternRow(Random random, bool isForwards)
    {
        float[] pattern = [0.5f, 1, 1.5f, 2, -2, -1.5f, -1, -0.5f], signal = Noise(random, Steps, deviation: 0.3f);
        int start = random.Next(Steps - pattern.Length);
        for (int step = 0; step < pattern.Length; step++)
        {
            signal[start + step] += pattern[isForwards ? step : pattern.Length - 1 - step];
        }
        return signal;
    }

    private static float[] Noise(Random random, int count, float deviation)
    {
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return [.. Enumerable.Range(0, count).Select(_ => deviation * (float)Normal())];
    }
}

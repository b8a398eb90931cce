using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using Microsoft.ML.Trainers.LightGbm;

namespace MLNetDeep.Tests;

/// <summary>What convolutional networks with default options reach on public images and signals.</summary>
[TestClass]
public sealed class RealImagesTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [TestCategory("Slow")] // three fits
    public void Digits_OfEightByEightPixels_AreRead()
    {
        (IDataView train, IDataView test) = RealData.Digits(_ml);

        Assert.IsGreaterThanOrEqualTo(0.98, MeanAccuracy("optdigits", train, test, new CnnOptions { InputShape = [1, 8, 8] })); // single ones: 0.974 to 0.991
    }

    [TestMethod]
    [TestCategory("Slow")] // three fits
    public void GunPoint_WithDefaults_IsToldApart() => Assert.IsGreaterThanOrEqualTo(0.97, MeanAccuracy("GunPoint"));

    [TestMethod]
    [TestCategory("Slow")] // three fits
    public void BasicMotions_WithDefaults_AreToldApart() => Assert.IsGreaterThanOrEqualTo(0.95, MeanAccuracy("BasicMotions"));

    [TestMethod]
    [TestCategory("Slow")] // 10,000 images: some five minutes
    public void Cifar10_WithDefaults_IsToldApartFarBetterThanByTrees()
    {
        string archive = RealData.Path("cifar10-small.tar.gz");
        using TemporaryFolder folder = new();
        using (GZipStream stream = new(File.OpenRead(archive), CompressionMode.Decompress))
        {
            TarFile.ExtractToDirectory(stream, folder.Path, overwriteFiles: false);
        }
        (IDataView train, IDataView test) = RealImages.OfFolders(_ml, Path.Combine(folder.Path, "cifar10-small"), size: 32);
        MulticlassPredictionTransformer<Microsoft.ML.Trainers.OneVersusAllModelParameters> trees = _ml.MulticlassClassification.Trainers.LightGbm(new LightGbmMulticlassTrainer.Options { NumberOfThreads = 2 }).Fit(train);
        double ofTrees = _ml.MulticlassClassification.Evaluate(trees.Transform(test)).MicroAccuracy;

        double accuracy = Accuracy(train, test, new CnnOptions { NumberOfThreads = 2 });

        Console.WriteLine($"Accuracy {accuracy:F3}, of LightGBM {ofTrees:F3}");
        Assert.IsGreaterThanOrEqualTo(ofTrees + 0.12, accuracy);
    }

    private double MeanAccuracy(string name)
    {
        (IDataView train, IDataView test) = RealSignals.Load(_ml, name);
        return MeanAccuracy(name, train, test, new CnnOptions());
    }

    /// <summary>The mean of three seeds, which the README shows.</summary>
    private double MeanAccuracy(string name, IDataView train, IDataView test, CnnOptions options)
    {
        double[] accuracies = [.. Enumerable.Range(1, 3).Select(seed => Accuracy(train, test, options with { Seed = seed }))];
        Console.WriteLine($"{name}: {string.Join(", ", accuracies.Select(accuracy => accuracy.ToString("F3", CultureInfo.InvariantCulture)))}");
        return accuracies.Average();
    }

    private double Accuracy(IDataView train, IDataView test, CnnOptions options)
    {
        using DeepTransformer model = _ml.MulticlassClassification.Trainers.Cnn(options).Fit(train);
        return _ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
    }
}

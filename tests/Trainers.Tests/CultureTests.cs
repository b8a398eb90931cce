using System.Globalization;

namespace MLNetDeep.Tests;

/// <summary>Messages have the same numbers everywhere.</summary>
[TestClass]
public sealed class CultureTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;

    /// <summary>Writes 1.234,5 as in Germany, also where the system has no data of cultures.</summary>
    [TestInitialize]
    public void UseComma()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NumberDecimalSeparator) = (".", ",");
        CultureInfo.CurrentCulture = culture;
    }

    [TestCleanup]
    public void Restore() => CultureInfo.CurrentCulture = _culture;

    [TestMethod]
    public void Log_OfAFit_HasPoints()
    {
        MessageLog log = new(_ml);
        MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 1, LearningRate = 0.125, LearningRateSchedule = LearningRateSchedule.Constant, MemoryBudget = 1000, Seed = 1 };
        _ml.Regression.Trainers.Mlp(options).Fit(ToyData.Regression(_ml, rows: 1500)).Dispose();

        Assert.StartsWith("Features of 24,000 bytes ", log.Information[0]);
        Assert.MatchesRegex(@"^Epoch 1 of 1: training loss \d+\.\d+, validation loss \d+\.\d+, metric -?\d+\.\d+, learning rate 0\.125$", log.Information[^1]);
    }

    [TestMethod]
    public void Fit_OfANetworkBeyondProtobufsLimit_SaysItsSizeWithCommas()
    {
        IDataView data = SparseData.Of(TaskKind.Regression, _ml, width: 1_000_000, rows: 20);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Regression.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [600], Normalization = Normalization.None }).Fit(data));

        Assert.Contains("the network's 602,001,201 numbers need 2,408,004,804 bytes", error.Message);
    }
}

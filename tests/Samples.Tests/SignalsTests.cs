using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep;

[TestClass]
public sealed class SignalsTests : IDisposable
{
    private readonly SampleProgram _signals = new("Signals") { LibTorchThreads = 1 }; // equal results on any machine

    public void Dispose() => _signals.Dispose();

    [TestMethod]
    public async Task WithoutFile_TellsFaultsApartFarBetterThanALinearModel()
    {
        SampleRun run = (await _signals.Run("--series", "300", "--epochs", "15")).Succeeded();

        Assert.Contains("300 series of 3 channels and 256 steps, 60 of them for the test: BearingFault, Healthy, Imbalance, Looseness, Misalignment", run.Output);
        Assert.IsGreaterThan(run.Metric("LbfgsMaximumEntropy", column: 0) + 0.3, run.Metric("Cnn", column: 0), run.Output);
        Assert.Contains("15 of 15", run.Output);
        Assert.Contains("Predicted  ", run.Output);
        Assert.Contains("tachometer  ", run.Output);
        Assert.MatchesRegex("speaks for  [▁▂▃▄▅▆▇█]*█[▁▂▃▄▅▆▇█]*", run.Output);
        AssertModelCanBeUsed(slots: 3 * 256);
    }

    [TestMethod]
    public async Task OneSeedTwice_GivesEqualOutput()
    {
        string[] arguments = ["--series", "50", "--epochs", "1", "--seed", "7"];
        SampleRun first = (await _signals.Run(arguments)).Succeeded(), second = (await _signals.Run(arguments)).Succeeded();

        Assert.AreEqual(Prediction(first), Prediction(second));
    }

    [TestMethod]
    public async Task File_OfTwoChannels_IsLearnedAndJudgedByTheTestFile()
    {
        string train = _signals.Write("train.ts", ToyFiles.Bumps(first: 0, count: 60)), test = _signals.Write("test.ts", ToyFiles.Bumps(first: 60, count: 20));

        SampleRun run = (await _signals.Run("--data", train, "--test", test, "--epochs", "20")).Succeeded();

        Assert.Contains("80 series of 2 channels and 24 steps, 20 of them for the test: bump, dip", run.Output);
        Assert.IsGreaterThan(0.9, run.Metric("Cnn", column: 0), run.Output);
        Assert.Contains("channel 2   ", run.Output);
        AssertModelCanBeUsed(slots: 2 * 24);
    }

    [TestMethod]
    public async Task CsvFile_IsSplitBySeedWithEachClassInBothParts()
    {
        string file = _signals.Write("series.csv", Enumerable.Range(0, 20).Select(row => $"{(row % 10 == 0 ? "rare" : "often")},{row},{row % 3},?,4"));

        SampleRun run = (await _signals.Run("--data", file, "--channels", "2", "--epochs", "1")).Succeeded();

        Assert.Contains("20 series of 2 channels and 2 steps, 4 of them for the test: often, rare", run.Output);
    }

    [TestMethod]
    public async Task Help_ListsTheOptions()
    {
        SampleRun run = (await _signals.Run("--help")).Succeeded();

        foreach (string option in new[] { "--data", "--test", "--label", "--channels", "--series", "--epochs", "--seed", "--output" })
        {
            Assert.Contains(option, run.Output);
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow("GunPoint", 0.95)]
    [DataRow("BasicMotions", 0.95)]
    public async Task PublicSignals_AreToldApart(string name, double least)
    {
        string? folder = Environment.GetEnvironmentVariable("MLNETDEEP_DATA");
        if (folder is null || !File.Exists(Path.Combine(folder, "ucr", $"{name}_TRAIN.ts")))
        {
            Assert.Inconclusive($"MLNETDEEP_DATA does not name a folder with ucr/{name}_TRAIN.ts and ucr/{name}_TEST.ts.");
        }

        SampleRun run = (await _signals.Run("--data", Path.Combine(folder, "ucr", $"{name}_TRAIN.ts"), "--test", Path.Combine(folder, "ucr", $"{name}_TEST.ts"))).Succeeded();

        Assert.IsGreaterThan(least, run.Metric("Cnn", column: 0), run.Output);
    }

    private static string Prediction(SampleRun run) => run.Output[run.Output.IndexOf("Predicted", StringComparison.Ordinal)..];

    /// <summary>Uses the file as a program does that only scores: without LibTorch.</summary>
    private void AssertModelCanBeUsed(int slots)
    {
        ITransformer model = new MLContext().Model.Load(Path.Combine(_signals.Folder, "output", "model.zip"), out DataViewSchema input);

        Assert.AreEqual(slots, ((VectorDataViewType)input["Features"].Type).Size);
        Assert.IsNotNull(model.GetOutputSchema(input).GetColumnOrNull("PredictedKind"));
    }
}

using System.Globalization;
using System.Text.Json;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class HistoryFileTests
{
    private static readonly EpochReport s_epoch = new() { Epoch = 1, NumberOfEpochs = 2, TrainingLoss = 0.5, LearningRate = 0.25, Elapsed = TimeSpan.FromMilliseconds(1500) };

    private static readonly TrainingHistory s_history = new()
    {
        Epochs =
        [
            s_epoch,
            s_epoch with { Epoch = 2, TrainingLoss = double.NaN, ValidationLoss = 0.125, ValidationMetric = 0.75, Metrics = [new("LogLoss", 1e-9), new("mine, \"own\"", -3)] },
        ],
        BestEpoch = 1,
        StopReason = StopReason.Requested,
        Calibration = new CalibrationReport(2, 0.25, 0.125),
    };

    [TestMethod]
    public void SaveCsv_WritesALineForEachEpoch()
    {
        string[] lines = Saved(s_history.SaveCsv);

        Assert.AreSequenceEqual(
            ["Epoch,TrainingLoss,ValidationLoss,ValidationMetric,LearningRate,ElapsedSeconds,LogLoss,\"mine, \"\"own\"\"\"", "1,0.5,,,0.25,1.5,,", "2,NaN,0.125,0.75,0.25,1.5,1E-09,-3"], lines);
    }

    [TestMethod]
    public void SaveJson_WritesWhatComesBack()
    {
        string text = string.Join('\n', Saved(s_history.SaveJson));

        TrainingHistory history = JsonSerializer.Deserialize<TrainingHistory>(text, ModelFile.Json)!;
        Assert.AreEqual("mine, \"own\"", history.Epochs[1].Metrics[1].Name);
        Assert.AreEqual(s_history.Calibration, history.Calibration);
        Assert.AreEqual(JsonSerializer.Serialize(s_history, ModelFile.Json), JsonSerializer.Serialize(history, ModelFile.Json));
    }

    [TestMethod]
    public void Save_IntoAMissingFolder_LeavesNothing()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}", "history.csv");

        Assert.ThrowsExactly<DirectoryNotFoundException>(() => s_history.SaveCsv(path));
        Assert.ThrowsExactly<ArgumentException>(() => s_history.SaveJson(""));
    }

    [TestMethod]
    public void Save_ThatFailsHalfway_LeavesTheFileAsItWas()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mlnetdeep-history-");
        try
        {
            string path = Path.Combine(folder.FullName, "history.csv");
            File.WriteAllText(path, "before");
            Assert.ThrowsExactly<InvalidDataException>(() => WholeFile.Write(path, stream =>
            {
                stream.WriteByte(1);
                throw new InvalidDataException();
            }));

            Assert.AreEqual("before", File.ReadAllText(path));
            Assert.ContainsSingle(folder.GetFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void SaveCsv_WhereNumbersHaveCommas_WritesPoints()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.AreEqual("0,5", $"{0.5}");
            Assert.AreEqual("1,0.5,,,0.25,1.5,,", Saved(s_history.SaveCsv)[1]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>The lines of a file that is written over another.</summary>
    private static string[] Saved(Action<string> save)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mlnetdeep-history-");
        try
        {
            string path = Path.Combine(folder.FullName, "history");
            File.WriteAllText(path, "before");
            save(path);
            Assert.ContainsSingle(folder.GetFiles()); // no unfinished one
            return File.ReadAllLines(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

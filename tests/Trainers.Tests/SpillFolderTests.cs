namespace MLNetDeep.Tests;

/// <summary>Where a fit keeps rows that do not fit in the budget, what it says of that, and what it leaves there.</summary>
[TestClass]
public sealed class SpillFolderTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static MlpOptions Small => new() { HiddenLayerSizes = [8], NumberOfEpochs = 3, Seed = 1 };

    [TestMethod]
    public void Fit_BeyondTheBudget_SaysHowMuchIsInAFileAndWhere()
    {
        using TemporaryFolder folder = new();
        _ml.TempFilePath = folder.Path;
        MessageLog log = new(_ml);
        MlpOptions options = Small with { MemoryBudget = 20_000 };
        using DeepTransformer spilled = _ml.Regression.Trainers.Mlp(options).Fit(ToyData.Regression(_ml, rows: 1500));

        Assert.AreEqual($"Features of 24,000 bytes are in a temporary file in '{folder.Path}', since all together need more than MemoryBudget, 20,000 bytes.", log.Information[0]);

        MessageLog other = new(_ml);
        using DeepTransformer kept = _ml.Regression.Trainers.Mlp(options with { MemoryBudget = 24_000 }).Fit(ToyData.Regression(_ml, rows: 1500));

        Assert.IsEmpty(other.Information.Where(message => message.Contains("temporary file", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Fit_WithoutABudget_HasTheDefault()
    {
        MessageLog log = new(_ml);
        Func<long> original = RowBudget.Default;
        RowBudget.Default = () => 20_000;
        try
        {
            _ml.Regression.Trainers.Mlp(Small).Fit(ToyData.Regression(_ml, rows: 1500)).Dispose();
        }
        finally
        {
            RowBudget.Default = original;
        }

        Assert.EndsWith(" MemoryBudget, 20,000 bytes.", log.Information[0]);
    }

    [TestMethod]
    public void Fit_BeyondTheBudget_LeavesNoFile()
    {
        using TemporaryFolder folder = new();
        _ml.TempFilePath = folder.Path;
        int epochs = 0;
        Reports reports = new(_ => epochs += folder.FileNames().Length == (OperatingSystem.IsWindows() ? 1 : 0) ? 1 : 0);
        MlpOptions options = Small with { MemoryBudget = 1, Progress = reports };

        _ml.Regression.Trainers.Mlp(options).Fit(ToyData.Regression(_ml)).Dispose();
        Assert.AreEqual(Small.NumberOfEpochs, epochs);
        Assert.IsEmpty(folder.FileNames());

        IOException error = Assert.ThrowsExactly<IOException>(
            () => _ml.Regression.Trainers.Mlp(options with { Progress = new Reports(_ => throw new IOException("mine")) }).Fit(ToyData.Regression(_ml)));
        Assert.AreEqual("mine", error.Message);
        Assert.IsEmpty(folder.FileNames());

        using CancellationTokenSource source = new();
        options = options with { CancellationToken = source.Token, Progress = new Reports(_ => source.Cancel()) };
        Assert.ThrowsExactly<OperationCanceledException>(() => _ml.Regression.Trainers.Mlp(options).Fit(ToyData.Regression(_ml)));
        Assert.IsEmpty(folder.FileNames());
    }

    [TestMethod]
    public void Folder_ThatIsMissing_EndsTheFitWithWhatToDo()
    {
        using TemporaryFolder folder = new();
        _ml.TempFilePath = Path.Combine(folder.Path, "missing");

        IOException error = Assert.ThrowsExactly<IOException>(() => _ml.Regression.Trainers.Mlp(Small with { MemoryBudget = 1 }).Fit(ToyData.Regression(_ml)));

        Assert.StartsWith($"Rows beyond MemoryBudget go to a temporary file in '{_ml.TempFilePath}'. It failed after 0 of 6,400 bytes: ", error.Message);
        Assert.EndsWith(". Free space there, set MLContext.TempFilePath to another folder, or raise MemoryBudget.", error.Message);
    }

    [TestMethod]
    [DataRow(1L, 1)]
    [DataRow(50_000L, 1, DisplayName = "Some rows are in memory")]
    [DataRow(long.MaxValue, 0, DisplayName = "All rows are in memory")]
    public void Folder_InMemory_IsWarnedOfOnce(long budget, int warnings)
    {
        const string Memory = "/dev/shm";
        if (!Directory.Exists(Memory))
        {
            Assert.Inconclusive($"This system has no {Memory}.");
        }
        _ml.TempFilePath = Memory;
        MessageLog log = new(_ml);

        IDataView data = SparseData.Of(TaskKind.Regression, _ml, rows: 500), validation = SparseData.Of(TaskKind.Regression, _ml, rows: 100);
        _ml.Regression.Trainers.Mlp(Small with { MemoryBudget = budget }).Fit(data, validation).Dispose();

        Assert.AreSequenceEqual(
            Enumerable.Repeat($"The temporary folder '{Memory}' is itself in memory (tmpfs). Set MLContext.TempFilePath to a folder on a disk, such as /var/tmp.", warnings),
            log.Warnings);
    }

    [TestMethod]
    public void Folder_OnADisk_IsNotWarnedOf()
    {
        _ml.TempFilePath = AppContext.BaseDirectory;
        MessageLog log = new(_ml);

        _ml.Regression.Trainers.Mlp(Small with { MemoryBudget = 1 }).Fit(ToyData.Regression(_ml)).Dispose();

        Assert.IsEmpty(log.Warnings);
    }

    [TestMethod]
    public void Folder_ThatIsNotSet_IsThatOfTheSystem()
    {
        MessageLog log = new(_ml);
        _ml.TempFilePath = "";

        _ml.Regression.Trainers.Mlp(Small with { MemoryBudget = 1 }).Fit(ToyData.Regression(_ml)).Dispose();

        Assert.Contains($" in '{Path.GetTempPath()}', ", log.Information[0]);
    }
}

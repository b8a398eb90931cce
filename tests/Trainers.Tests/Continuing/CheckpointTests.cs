using System.Diagnostics;

namespace MLNetDeep.Tests;

/// <summary>A fit that was ended from outside goes on, and ends as if nothing had been.</summary>
[TestClass]
public sealed class CheckpointTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlnetdeep-checkpoint-");

    private string CheckpointFile => Path.Combine(_folder.FullName, "fit.checkpoint");

    [TestCleanup]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    public static IEnumerable<object[]> Fits =>
    [
        .. TrainerCase.All.Select(trainer => new object[] { trainer, "default", trainer.Small }),
        .. TrainerCase.MlpFor(TaskKind.BinaryClassification) is var mlp
            ? new (string Name, DeepTrainerOptions Options)[]
            {
                ("SGD and averages", mlp.Small with { Optimizer = Optimizer.Sgd, WeightAveraging = 0.9, LearningRate = 0.05 }),
                ("averages of AdamW", mlp.Small with { WeightAveraging = 0.9 }),
                ("plateaus", mlp.Small with { LearningRateSchedule = LearningRateSchedule.ReduceOnPlateau, LearningRatePlateauEpochs = 1, LearningRate = 0.2 }),
                ("batches per step", mlp.Small with { BatchesPerStep = 3 }),
                ("a metric that decides", mlp.Small with { EarlyStoppingMetric = "AreaUnderRocCurve", CalibrateProbabilities = true }),
                ("no validation rows", mlp.Small with { ValidationFraction = 0 }),
            }.Select(fit => new object[] { mlp, fit.Name, fit.Options })
            : [],
        .. TrainerCase.All.First(trainer => trainer.Small is CnnOptions) is var cnn ? new object[][] { [cnn, "mixup and jitter", (CnnOptions)cnn.Small with { Mixup = 0.5, Jitter = 0.1 }] } : [],
    ];

    [TestMethod]
    [DynamicData(nameof(Fits))]
    public void Fit_ThatWasEnded_GoesOnToTheSameBits(TrainerCase trainer, string name, DeepTrainerOptions options)
    {
        Assert.AreNotEqual("", name);
        IDataView data = trainer.Data(_ml);
        DeepTrainerOptions long6 = options with { NumberOfEpochs = 6, EarlyStoppingPatience = 0 };
        using DeepTransformer expected = trainer.Create(_ml, long6).Fit(data);
        foreach (int epoch in new[] { 2, 5 }) // and again on the way
        {
            End(trainer, long6, data, epoch);
        }
        List<int> epochs = [];
        using DeepTransformer actual = trainer.Create(_ml, long6 with { CheckpointPath = CheckpointFile, Progress = new Reports(report => epochs.Add(report.Epoch)) }).Fit(data);

        Assert.AreSequenceEqual([6], epochs);
        BitAssert.AreEqual(Scores.Of(expected, data), Scores.Of(actual, data));
        Assert.AreSequenceEqual(expected.TrainingHistory.Epochs.Select(Text), actual.TrainingHistory.Epochs.Select(Text));
        Assert.AreEqual(expected.TrainingHistory.BestEpoch, actual.TrainingHistory.BestEpoch);
        Assert.AreEqual(expected.TrainingHistory.Calibration, actual.TrainingHistory.Calibration);
        Assert.IsEmpty(_folder.GetFiles()); // a fit that has finished leaves none
        Assert.IsNull(actual.Options.CheckpointPath);
    }

    [TestMethod]
    public void Fit_OnSparseRows_GoesOnToTheSameBits()
    {
        TrainerCase trainer = TrainerCase.MlpFor(TaskKind.BinaryClassification);
        IDataView data = SparseData.Of(TaskKind.BinaryClassification, _ml);
        DeepTrainerOptions options = trainer.Small with { NumberOfEpochs = 4 };
        using DeepTransformer expected = trainer.Create(_ml, options).Fit(data);
        End(trainer, options, data, epoch: 2);
        using DeepTransformer actual = trainer.Create(_ml, options with { CheckpointPath = CheckpointFile }).Fit(data);

        BitAssert.AreEqual(Scores.Of(expected, data), Scores.Of(actual, data));
    }

    [TestMethod]
    public void Seed_ThatNobodySet_IsThatOfTheCheckpoint()
    {
        TrainerCase trainer = TrainerCase.MlpFor(TaskKind.Regression);
        MLContext unseeded = new();
        DeepTrainerOptions options = trainer.Small with { NumberOfEpochs = 4, Seed = null };
        End(trainer, options, trainer.Data(_ml), epoch: 2, unseeded);
        int seed = MLNetDeep.CheckpointFile.ReadHeader(CheckpointFile).Seed;
        using DeepTransformer model = trainer.Create(unseeded, options with { CheckpointPath = CheckpointFile }).Fit(trainer.Data(_ml));

        Assert.AreEqual(seed, model.TrainingHistory.Seed);
        Assert.HasCount(4, model.TrainingHistory.Epochs);
    }

    [TestMethod]
    public void Checkpoint_ThatIsDamaged_IsRefusedAndTheOneBeforeUsed()
    {
        TrainerCase trainer = TrainerCase.MlpFor(TaskKind.BinaryClassification);
        IDataView data = trainer.Data(_ml);
        DeepTrainerOptions options = trainer.Small with { NumberOfEpochs = 5 };
        using DeepTransformer expected = trainer.Create(_ml, options).Fit(data);
        End(trainer, options, data, epoch: 3);
        Damage(CheckpointFile);
        MessageLog log = new(_ml);
        List<int> epochs = [];
        using DeepTransformer actual = trainer.Create(_ml, options with { CheckpointPath = CheckpointFile, Progress = new Reports(report => epochs.Add(report.Epoch)) }).Fit(data);

        Assert.AreSequenceEqual([$"The checkpoint '{CheckpointFile}' is damaged: its checksum does not match. The one before is used."], log.Warnings.ToArray());
        Assert.AreSequenceEqual([3, 4, 5], epochs);
        BitAssert.AreEqual(Scores.Of(expected, data), Scores.Of(actual, data));
    }

    [TestMethod]
    public void Checkpoints_ThatAreAllDamaged_LetTrainingBeginAnew()
    {
        TrainerCase trainer = TrainerCase.MlpFor(TaskKind.BinaryClassification);
        DeepTrainerOptions options = trainer.Small with { NumberOfEpochs = 5 };
        End(trainer, options, trainer.Data(_ml), epoch: 3);
        Damage(CheckpointFile);
        File.WriteAllText($"{CheckpointFile}.previous", "");
        MessageLog log = new(_ml);
        using DeepTransformer model = trainer.Create(_ml, options with { CheckpointPath = CheckpointFile }).Fit(trainer.Data(_ml));

        Assert.HasCount(5, model.TrainingHistory.Epochs);
        Assert.AreSequenceEqual(
            [
                $"The checkpoint '{CheckpointFile}' is damaged: its checksum does not match. The one before is used.",
                $"The checkpoint '{CheckpointFile}.previous' is damaged: its checksum does not match. Training begins anew.",
            ],
            log.Warnings.ToArray());
    }

    [TestMethod]
    public void Checkpoint_CutOffOrChangedAnywhere_IsNotRead()
    {
        TrainerCase trainer = TrainerCase.MlpFor(TaskKind.BinaryClassification);
        End(trainer, trainer.Small, trainer.Data(_ml), epoch: 1);
        byte[] whole = File.ReadAllBytes(CheckpointFile);
        Assert.AreEqual(1, MLNetDeep.CheckpointFile.ReadHeader(CheckpointFile).Epochs.Count);
        for (int place = 0; place < whole.Length; place += whole.Length / 50)
        {
            byte[] changed = [.. whole];
            changed[place] ^= 1;
            foreach (byte[] bad in new[] { changed, whole[..place] })
            {
                File.WriteAllBytes(CheckpointFile, bad);
                Assert.ThrowsExactly<FormatException>(() => MLNetDeep.CheckpointFile.ReadHeader(CheckpointFile), $"{place}");
            }
        }
    }

    [TestMethod]
    [DataRow("rate")]
    [DataRow("seed")]
    [DataRow("data")]
    public void Checkpoint_OfAnotherFit_IsRefused(string other)
    {
        TrainerCase trainer = TrainerCase.MlpFor(TaskKind.BinaryClassification);
        End(trainer, trainer.Small, trainer.Data(_ml), epoch: 1);
        DeepTrainerOptions options = trainer.Small with { CheckpointPath = CheckpointFile };
        options = other switch { "rate" => options with { LearningRate = 0.001 }, "seed" => options with { Seed = 2 }, _ => options };

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Create(_ml, options).Fit(trainer.Data(_ml, seed: other == "data" ? 2 : 1)));

        Assert.AreEqual($"The checkpoint '{CheckpointFile}' is of another fit: options, data, seed or device differ. Delete it to begin anew, or set another CheckpointPath.", error.Message);
        Assert.IsTrue(File.Exists(CheckpointFile));
    }

    [TestMethod]
    public async Task Process_ThatWasKilled_GoesOnToTheSameBits()
    {
        string Onnx(string name) => Path.Combine(_folder.FullName, name);
        FixtureResult whole = await FixtureProgram.RunAsync("CheckpointFit", [Path.Combine(_folder.FullName, "other.checkpoint"), Onnx("whole.onnx")]);
        Assert.AreEqual(0, whole.ExitCode, whole.Error);
        string program = Path.Combine(FixtureProgram.Folder("CheckpointFit"), OperatingSystem.IsWindows() ? "CheckpointFit.exe" : "CheckpointFit");
        using (Process process = Process.Start(new ProcessStartInfo(program, [CheckpointFile, Onnx("killed.onnx")]) { RedirectStandardOutput = true })!)
        {
            for (string? line = ""; line != "4"; line = await process.StandardOutput.ReadLineAsync())
            {
                Assert.IsNotNull(line, "The program ended too soon.");
            }
            process.Kill(); // SIGKILL: nothing can be put in order
            await process.WaitForExitAsync();
        }
        Assert.IsFalse(File.Exists(Onnx("killed.onnx")));

        FixtureResult resumed = await FixtureProgram.RunAsync("CheckpointFit", [CheckpointFile, Onnx("killed.onnx")]);

        Assert.AreEqual(0, resumed.ExitCode, resumed.Error);
        Assert.IsGreaterThan(4, int.Parse(resumed.Output.Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture));
        Assert.AreSequenceEqual(File.ReadAllBytes(Onnx("whole.onnx")), File.ReadAllBytes(Onnx("killed.onnx")));
    }

    /// <summary>Trains until an epoch is over, and ends the fit from outside.</summary>
    private void End(TrainerCase trainer, DeepTrainerOptions options, IDataView data, int epoch, MLContext? ml = null)
    {
        using CancellationTokenSource source = new();
        Reports progress = new(report =>
        {
            if (report.Epoch == epoch)
            {
                source.Cancel();
            }
        });
        DeepTrainer ended = trainer.Create(ml ?? _ml, options with { CheckpointPath = CheckpointFile, Progress = progress, CancellationToken = source.Token });
        Assert.ThrowsExactly<OperationCanceledException>(() => ended.Fit(data));
    }

    private static void Damage(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(path, content);
    }

    /// <summary>A report without its time.</summary>
    private static string Text(EpochReport report) => $"{report with { Elapsed = default, Metrics = [] }} {string.Join(", ", report.Metrics)}";
}

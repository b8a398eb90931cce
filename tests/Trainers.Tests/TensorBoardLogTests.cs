using Tensorboard;

namespace MLNetDeep.Tests;

/// <summary>Event files are what TorchSharp's reader of TensorFlow's messages understands, with the checksums of the format.</summary>
[TestClass]
public sealed class TensorBoardLogTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Log_OfAFit_HasTheScalarsOfEachEpoch()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mlnetdeep-board-");
        try
        {
            TrainingHistory history;
            string run = Path.Combine(folder.FullName, "runs", "first");
            using (TensorBoardLog log = new(run))
            {
                MlpOptions options = new() { HiddenLayerSizes = [8], NumberOfEpochs = 3, Metrics = ["AreaUnderRocCurve"], Progress = log, Seed = 1 };
                using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(options).Fit(ToyData.Binary(_ml));
                history = model.TrainingHistory;
            }

            string file = Assert.ContainsSingle(Directory.GetFiles(run));
            Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file));
            Event[] events = [.. Events(File.ReadAllBytes(file))];
            Assert.AreEqual("brain.Event:2", events[0].FileVersion);
            Assert.AreSequenceEqual(history.Epochs.SelectMany(Scalars), events.Skip(1).SelectMany(Scalars));
            Assert.AreEqual(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), events[^1].WallTime, 60);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void Epoch_CanBeSeenWhileTheFileIsOpen_WithoutNumbersThatItDoesNotHave()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mlnetdeep-board-");
        try
        {
            using TensorBoardLog log = new(folder.FullName), second = new(folder.FullName);
            log.Report(new EpochReport { Epoch = 7, NumberOfEpochs = 9, TrainingLoss = 0.5, LearningRate = 0.25, Elapsed = TimeSpan.Zero });

            string[] files = Directory.GetFiles(folder.FullName);
            Assert.HasCount(2, files); // of two logs in one folder
            byte[][] contents = [.. files.Select(Shared)];
            Assert.AreSequenceEqual([(7L, "loss/training", 0.5f), (7L, "learning_rate", 0.25f)], contents.SelectMany(Events).Where(record => record.Summary is not null).SelectMany(Scalars));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void Checksum_IsThatOfTheFormat() => // of 32 zeros, RFC 3720 B.4, masked
        Assert.AreEqual(unchecked(((0x8a9136aa >> 15) | (0x8a9136aa << 17)) + 0xa282ead8), EventFile.Checksum(new byte[32]));

    /// <summary>The bytes of a file that another holds open.</summary>
    private static byte[] Shared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static IEnumerable<(long, string, float)> Scalars(EpochReport epoch) =>
    [
        (epoch.Epoch, "loss/training", (float)epoch.TrainingLoss),
        (epoch.Epoch, "loss/validation", (float)epoch.ValidationLoss!.Value),
        (epoch.Epoch, "metric/validation", (float)epoch.ValidationMetric!.Value),
        (epoch.Epoch, "learning_rate", (float)epoch.LearningRate),
        (epoch.Epoch, "metric/AreaUnderRocCurve", (float)epoch.Metrics[0].Value),
    ];

    private static IEnumerable<(long, string, float)> Scalars(Event record) => record.Summary.Value.Select(value => (record.Step, value.Tag, value.SimpleValue));

    private static IEnumerable<Event> Events(byte[] file)
    {
        for (int at = 0; at < file.Length;)
        {
            int length = (int)BitConverter.ToInt64(file, at);
            byte[] message = file[(at + 12)..(at + 12 + length)];
            Assert.AreEqual(EventFile.Checksum(file.AsSpan(at, 8)), BitConverter.ToUInt32(file, at + 8));
            Assert.AreEqual(EventFile.Checksum(message), BitConverter.ToUInt32(file, at + 12 + length));
            yield return Event.Parser.ParseFrom(message);
            at += 16 + length;
        }
    }
}

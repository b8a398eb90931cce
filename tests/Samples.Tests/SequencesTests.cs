using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep;

[TestClass]
public sealed class SequencesTests : IDisposable
{
    private readonly SampleProgram _sequences = new("Sequences") { LibTorchThreads = 1 }; // equal results on any machine

    public void Dispose() => _sequences.Dispose();

    [TestMethod]
    public async Task WithoutFile_TellsMovementsApartFarBetterThanALinearModel()
    {
        SampleRun run = (await _sequences.Run("--series", "400", "--epochs", "15")).Succeeded();

        Assert.MatchesRegex("400 series of 3 channels and 4[0-9] to 1[12][0-9] steps, 78 of them for the test: Cycling, Running, StairsDown, StairsUp, Standing, Walking", run.Output);
        Assert.IsGreaterThan(run.Metric("LbfgsMaximumEntropy", column: 0) + 0.1, run.Metric("Rnn", column: 0), run.Output);
        Assert.Contains("StairsDown ||", run.Output); // the names of classes in the confusion table
        Assert.Contains("Predicted  ", run.Output);
        Assert.Contains("forward     ", run.Output);
        AssertModelCanBeUsed();
    }

    [TestMethod]
    public async Task OneSeedTwice_GivesEqualOutput()
    {
        string[] arguments = ["--series", "60", "--epochs", "1", "--seed", "7"];
        SampleRun first = (await _sequences.Run(arguments)).Succeeded(), second = (await _sequences.Run(arguments)).Succeeded();

        Assert.AreEqual(Prediction(first), Prediction(second));
    }

    [TestMethod]
    public async Task File_OfSeriesOfManyLengths_IsLearnedAndJudgedByTheTestFile()
    {
        string train = _sequences.Write("train.ts", ToyFiles.Slopes(first: 0, count: 60)), test = _sequences.Write("test.ts", ToyFiles.Slopes(first: 60, count: 20));

        SampleRun run = (await _sequences.Run("--data", train, "--test", test)).Succeeded();

        Assert.Contains("80 series of 2 channels and 5 to 12 steps, 20 of them for the test: falls, rises", run.Output);
        Assert.IsGreaterThan(0.9, run.Metric("Rnn", column: 0), run.Output);
        Assert.Contains("channel 2   ", run.Output);
        AssertModelCanBeUsed();
    }

    [TestMethod]
    public async Task Help_ListsTheOptions()
    {
        SampleRun run = (await _sequences.Run("--help")).Succeeded();

        foreach (string option in new[] { "--data", "--test", "--series", "--epochs", "--seed", "--output" })
        {
            Assert.Contains(option, run.Output);
        }
    }

    [TestMethod]
    [DataRow("--label 2", "Unknown option '--label'. --help lists the options.")]
    [DataRow("--series 10", "--series must be a whole number from 50 to 1000000, not '10'.")]
    [DataRow("--data x.csv", "--data needs a file that ends in .ts, not 'x.csv'.")]
    [DataRow("--data good.ts --test", "--test needs a file that ends in .ts, not ''.")]
    [DataRow("--test x.ts", "--test needs --data: the series to learn from.")]
    [DataRow("--data x.ts --series 100", "--series is for movements that are made up and cannot be used with --data.")]
    [DataRow("--data absent.ts", "There is no file 'absent.ts'.")]
    [DataRow("--data good.ts --test channels.ts", "Line 3 of 'channels.ts' has 2 channels, others have 1.")]
    [DataRow("--data good.ts --test classes.ts", "Line 4 of 'classes.ts' is of the class 'c', which does not occur in 'good.ts'.")]
    public async Task Mistake_IsNamed(string arguments, string message)
    {
        void Write(string name, params string[] series) => _sequences.Write(name, ["@classLabel true a b c", "@data", .. series]);
        Write("good.ts", "1,2:a", "3,4,5:b");
        Write("channels.ts", "1,2:3,4:a");
        Write("classes.ts", "1,2:a", "3,4:c");

        SampleRun run = await _sequences.Run(arguments.Split(' '));

        Assert.AreEqual(message + Environment.NewLine, run.Error);
        Assert.AreEqual(1, run.ExitCode);
        Assert.AreEqual("", run.Output);
        Assert.IsFalse(Directory.Exists(Path.Combine(_sequences.Folder, "output")));
    }

    [TestMethod]
    [TestCategory("Slow")]
    public async Task Vowels_OfNineSpeakers_AreToldApart()
    {
        string? folder = Environment.GetEnvironmentVariable("MLNETDEEP_DATA");
        if (folder is null || !File.Exists(Path.Combine(folder, "ucr", "JapaneseVowels_TRAIN.ts")))
        {
            Assert.Inconclusive("MLNETDEEP_DATA does not name a folder with ucr/JapaneseVowels_TRAIN.ts and ucr/JapaneseVowels_TEST.ts.");
        }

        SampleRun run = (await _sequences.Run("--data", Path.Combine(folder, "ucr", "JapaneseVowels_TRAIN.ts"), "--test", Path.Combine(folder, "ucr", "JapaneseVowels_TEST.ts"))).Succeeded();

        Assert.Contains("640 series of 12 channels and 7 to 29 steps", run.Output);
        Assert.IsGreaterThan(0.95, run.Metric("Rnn", column: 0), run.Output);
    }

    private static string Prediction(SampleRun run) => run.Output[run.Output.IndexOf("Predicted", StringComparison.Ordinal)..];

    /// <summary>Uses the file as a program does that only scores: without LibTorch.</summary>
    private void AssertModelCanBeUsed()
    {
        ITransformer model = new MLContext().Model.Load(Path.Combine(_sequences.Folder, "output", "model.zip"), out DataViewSchema input);

        Assert.IsFalse(((VectorDataViewType)input["Features"].Type).IsKnownSize);
        Assert.IsNotNull(model.GetOutputSchema(input).GetColumnOrNull("PredictedKind"));
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep;

[TestClass]
public sealed class TextTests : IDisposable
{
    private readonly SampleProgram _text = new("Text") { LibTorchThreads = 1 }; // equal results on any machine

    public void Dispose() => _text.Dispose();

    [TestMethod]
    public async Task WithoutFile_TellsPraiseFromBlameFarBetterThanALinearModel()
    {
        SampleRun run = (await _text.Run("--reviews", "3000")).Succeeded();

        Assert.Contains("3000 texts, 600 of them for the test: 1500 positive, 1500 negative", run.Output);
        Assert.IsGreaterThan(run.Metric("LbfgsLogisticRegression", column: 0) + 0.2, run.Metric("Rnn", column: 0), run.Output);
        Assert.Contains("Predicted  5 texts of the test, and how much the network looks at each word, in percent:", run.Output);
        Assert.MatchesRegex(@"(positive|negative) \([01]\.\d\d\)", run.Output);
        Assert.DoesNotContain('\e', run.Output); // it is no terminal
        AssertModelCanBeUsed();
    }

    [TestMethod]
    public async Task OneSeedTwice_GivesEqualOutput()
    {
        string[] arguments = ["--reviews", "200", "--epochs", "1", "--seed", "7"];
        SampleRun first = (await _text.Run(arguments)).Succeeded(), second = (await _text.Run(arguments)).Succeeded();

        Assert.AreEqual(Predictions(first), Predictions(second));
    }

    [TestMethod]
    public async Task File_IsLearnedAndJudgedByTheTestFile()
    {
        string train = _text.Write("train.tsv", ["sentence\tlabel", .. ToyFiles.Opinions(first: 0, count: 200)]), test = _text.Write("test.tsv", ToyFiles.Opinions(first: 200, count: 40));

        SampleRun run = (await _text.Run("--data", train, "--test", test)).Succeeded();

        Assert.Contains("240 texts, 40 of them for the test: 120 positive, 120 negative", run.Output);
        Assert.IsGreaterThan(0.9, run.Metric("Rnn", column: 0), run.Output);
        AssertModelCanBeUsed();
    }

    [TestMethod]
    public async Task Help_ListsTheOptions()
    {
        SampleRun run = (await _text.Run("--help")).Succeeded();

        foreach (string option in new[] { "--data", "--test", "--reviews", "--epochs", "--seed", "--output" })
        {
            Assert.Contains(option, run.Output);
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    public async Task SentencesOfReviews_AreToldApart()
    {
        string? folder = Environment.GetEnvironmentVariable("MLNETDEEP_DATA");
        if (folder is null || !File.Exists(Path.Combine(folder, "sst2", "train.tsv")))
        {
            Assert.Inconclusive("MLNETDEEP_DATA does not name a folder with sst2/train.tsv and sst2/test.tsv.");
        }

        SampleRun run = (await _text.Run("--data", Path.Combine(folder, "sst2", "train.tsv"), "--test", Path.Combine(folder, "sst2", "test.tsv"))).Succeeded();

        Assert.IsGreaterThan(0.75, run.Metric("Rnn", column: 0), run.Output); // one half is chance
    }

    private static string Predictions(SampleRun run) => run.Output[run.Output.IndexOf("Predicted", StringComparison.Ordinal)..];

    /// <summary>Uses the file as a program does that only scores: without LibTorch.</summary>
    private void AssertModelCanBeUsed()
    {
        ITransformer model = new MLContext().Model.Load(Path.Combine(_text.Folder, "output", "model.zip"), out DataViewSchema input);

        Assert.AreEqual(TextDataViewType.Instance, input["Text"].Type);
        Assert.IsNotNull(model.GetOutputSchema(input).GetColumnOrNull("Probability"));
    }
}

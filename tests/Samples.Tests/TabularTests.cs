using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

[assembly: DoNotParallelize]

namespace MLNetDeep;

[TestClass]
public sealed class TabularTests : IDisposable
{
    private readonly SampleProgram _tabular = new("Tabular");

    public void Dispose() => _tabular.Dispose();

    [TestMethod]
    public async Task WithoutArguments_ComparesSavesAndExports()
    {
        SampleRun run = (await _tabular.Run("--rows", "5000", "--epochs", "5")).Succeeded();

        Assert.IsGreaterThan(0.6, run.Metric("Mlp", column: 0), run.Output); // AUC; 0.5 is chance
        Assert.IsGreaterThan(0.5, run.Metric("LbfgsLogisticRegression", column: 0), run.Output);
        Assert.Contains("5 of 5", run.Output);
        Assert.Contains("Predicted  ", run.Output);
        Assert.Contains("Columns    4 numeric, 4 categorical", run.Output);
        AssertModelFilesCanBeUsed("output");
    }

    [TestMethod]
    public async Task OneSeedTwice_GivesEqualMetrics()
    {
        string[] arguments = ["--rows", "1000", "--epochs", "1", "--seed", "7"];
        SampleRun first = (await _tabular.Run(arguments)).Succeeded(), second = (await _tabular.Run(arguments)).Succeeded();

        for (int column = 0; column < 3; column++)
        {
            Assert.AreEqual(first.Metric("Mlp", column), second.Metric("Mlp", column));
        }
    }

    [TestMethod]
    public async Task File_WithHeaderAndTexts_IsMulticlass()
    {
        string file = _tabular.Write("shapes.csv", ToyFiles.Shapes(rows: 600));

        SampleRun run = (await _tabular.Run("--data", file, "--label", "shape", "--epochs", "20", "--output", "models")).Succeeded();

        Assert.Contains("600 rows, with a header", run.Output);
        Assert.Contains("shape: 3 classes, the largest has 33.3 % of the rows; multiclass classification", run.Output);
        Assert.Contains("2 numeric, 1 categorical; unused, as nearly all values differ or none is known: name, empty", run.Output);
        Assert.IsGreaterThan(0.5, run.Metric("Mlp", column: 0), run.Output); // accuracy; a third is chance
        AssertModelFilesCanBeUsed("models");
    }

    [TestMethod]
    public async Task File_WithoutHeader_IsRegression()
    {
        string file = _tabular.Write("sums.csv", ToyFiles.Sums(rows: 600));

        SampleRun run = (await _tabular.Run("--data", file, "--label", "2", "--epochs", "20")).Succeeded();

        Assert.Contains("600 rows, without header", run.Output);
        Assert.Contains("Column2: numbers from ", run.Output);
        Assert.IsGreaterThan(0.5, run.Metric("Mlp", column: 0), run.Output); // R²; 0 is the mean
        AssertModelFilesCanBeUsed("output");
    }

    [TestMethod]
    public async Task TestFile_WithDotsBehindItsLabels_IsJudgedByTheSameClasses()
    {
        string train = _tabular.Write("train.csv", ToyFiles.Signs(rows: 400, negative: "<=0", positive: ">0"));
        string test = _tabular.Write("test.csv", ToyFiles.Signs(rows: 200, negative: "<=0.", positive: ">0."));

        SampleRun run = (await _tabular.Run("--data", train, "--test", test, "--label", "1", "--epochs", "20")).Succeeded();

        Assert.Contains("Column1: >0 (50.0 % of the rows) or <=0; binary classification", run.Output);
        Assert.IsGreaterThan(0.9, run.Metric("Mlp", column: 1), run.Output); // accuracy; one half is chance
    }

    [TestMethod]
    public async Task HeaderOption_DecidesWhatTheFirstRowIs()
    {
        string file = _tabular.Write("years.csv", ["2015,2016,2017", .. ToyFiles.Sums(rows: 100).Select(line => line.Replace(';', ','))]);

        SampleRun asData = (await _tabular.Run("--data", file, "--label", "2", "--epochs", "1")).Succeeded();
        SampleRun asHeader = (await _tabular.Run("--data", file, "--label", "2017", "--epochs", "1", "--header", "true")).Succeeded();

        Assert.Contains("101 rows, without header", asData.Output);
        Assert.Contains("100 rows, with a header", asHeader.Output);
    }

    [TestMethod]
    public async Task Help_ListsTheOptions()
    {
        SampleRun run = (await _tabular.Run("--help")).Succeeded();

        foreach (string option in new[] { "--data", "--label", "--test", "--header", "--rows", "--epochs", "--seed", "--output" })
        {
            Assert.Contains(option, run.Output);
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    public async Task Adult_BeatsTheMajority()
    {
        string? folder = Environment.GetEnvironmentVariable("MLNETDEEP_DATA");
        if (folder is null || !File.Exists(Path.Combine(folder, "adult-train.csv")))
        {
            Assert.Inconclusive("MLNETDEEP_DATA does not name a folder with adult-train.csv and adult-test.csv.");
        }

        SampleRun run = (await _tabular.Run(
            "--data", Path.Combine(folder, "adult-train.csv"), "--test", Path.Combine(folder, "adult-test.csv"), "--label", "14", "--epochs", "5")).Succeeded();

        Assert.Contains("Column14: >50K (24.1 % of the rows) or <=50K; binary classification", run.Output);
        Assert.IsGreaterThan(0.88, run.Metric("Mlp", column: 0), run.Output);
        Assert.IsGreaterThan(0.764 + 0.05, run.Metric("Mlp", column: 1), run.Output); // 76.4 % of the test rows are <=50K
    }

    /// <summary>Uses the files as a program does that only scores: without LibTorch.</summary>
    private void AssertModelFilesCanBeUsed(string folder)
    {
        MLContext mlContext = new();
        ITransformer model = mlContext.Model.Load(Path.Combine(_tabular.Folder, folder, "model.zip"), out DataViewSchema input);
        using DeepTransformer network = (DeepTransformer)((TransformerChain<ITransformer>)model).LastTransformer;
        using InferenceSession session = new(Path.Combine(_tabular.Folder, folder, "model.onnx"));

        Assert.IsNotNull(model.GetOutputSchema(input).GetColumnOrNull("Score"));
        Assert.AreEqual(network.Model.FeatureCount, session.InputMetadata["Features"].Dimensions[1]);
    }
}

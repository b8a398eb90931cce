using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Parquet;
using Parquet.Schema;

namespace MLNetDeep;

[TestClass]
public sealed class BatchScoringTests
{
    private static readonly string[] s_clicks = ["--rows", "2500", "--range", "1000"];
    private static SampleProgram s_program = null!;

    [ClassInitialize]
    public static async Task Train(TestContext context)
    {
        s_program = new SampleProgram("BatchScoring") { LibTorchThreads = 1 };
        SampleRun run = (await s_program.Run([.. s_clicks, "--train-rows", "400"])).Succeeded();
        Assert.Contains("There is no model", run.Output);
        Assert.Contains("2,500 rows, ", run.Output);
    }

    [ClassCleanup]
    public static void Delete() => s_program.Dispose();

    [TestMethod]
    public void Scores_AreExactlyThoseOfAPredictionEngine()
    {
        string[] names = [.. Directory.GetFiles(Folder("output", "scores")).Select(file => Path.GetFileName(file)).Order()];
        Assert.AreSequenceEqual(["_JOB", "_SUCCESS", "rows-000000000000.csv", "rows-000000001000.csv", "rows-000000002000.csv"], names);
        string[] lines = Lines("output", "scores");
        Assert.AreEqual("Row,PredictedLabel,Score,Probability", lines[0]);
        Assert.HasCount(2501, lines);

        MLContext ml = new();
        ITransformer model = ml.Model.Load(Folder("output", "model.zip"), out _);
        using PredictionEngine<ClickRow, ClickScores> engine = ml.Model.CreatePredictionEngine<ClickRow, ClickScores>(model);
        string[] clicks = [.. File.ReadLines(Folder("output", "clicks-2500-1.csv")).Skip(1)];
        for (int row = 0; row < clicks.Length; row++)
        {
            ClickScores expected = engine.Predict(Parse(clicks[row]));
            string line = string.Create(CultureInfo.InvariantCulture, $"{row},{(expected.PredictedLabel ? "true" : "false")},{expected.Score:R},{expected.Probability:R}");
            Assert.AreEqual(line, lines[row + 1]);
        }
    }

    [TestMethod]
    public async Task Database_HasTheScoresOfTheFile()
    {
        (await s_program.Run([.. s_clicks, "--source", "sqlite", "--scores", "db"])).Succeeded();
        Assert.AreSequenceEqual(Lines("output", "scores"), Lines("db"));
    }

    [TestMethod]
    public async Task Query_ChoosesRows()
    {
        (await s_program.Run([.. s_clicks, "--source", "sqlite", "--scores", "all"])).Succeeded();
        (await s_program.Run("--data", Path.Combine("output", "clicks-2500-1.db"), "--query", "SELECT * FROM Rows WHERE rowid > 2400 ORDER BY rowid", "--scores", "last")).Succeeded();
        Assert.AreSequenceEqual(Lines("all")[^100..].Select(WithoutRow), Lines("last").Skip(1).Select(WithoutRow));

        static string WithoutRow(string line) => line[line.IndexOf(',', StringComparison.Ordinal)..];
    }

    [TestMethod]
    public async Task Parquet_HasTheScoresOfTheFile()
    {
        (await s_program.Run([.. s_clicks, "--format", "parquet", "--scores", "parquet"])).Succeeded();
        List<string> lines = [];
        foreach (string file in Directory.GetFiles(Folder("parquet"), "*.parquet").Order())
        {
            lines.AddRange(await ReadParquet(file));
        }
        Assert.AreSequenceEqual(Lines("output", "scores").Skip(1), lines);
    }

    [TestMethod]
    public async Task Killed_GoesOnWhereItWas()
    {
        string[] arguments = ["--rows", "15000", "--range", "150"];
        using (Process process = s_program.Start([.. arguments, "--scores", "killed"]))
        {
            while (FileCount() < 3)
            {
                Assert.IsFalse(process.HasExited);
                await Task.Delay(5);
            }
            process.Kill(); // as kill -9
            await process.WaitForExitAsync();
        }
        int before = FileCount();
        Assert.IsFalse(File.Exists(Folder("killed", "_SUCCESS")));
        SampleRun run = (await s_program.Run([.. arguments, "--scores", "killed"])).Succeeded();
        Assert.Contains($"Going on at row {before * 150:N0}", run.Output);
        (await s_program.Run([.. arguments, "--scores", "whole"])).Succeeded();
        Assert.AreEqual(100, FileCount());
        Assert.AreSequenceEqual(Lines("whole"), Lines("killed"));
        Assert.Contains("All rows are scored already.", (await s_program.Run([.. arguments, "--scores", "killed"])).Succeeded().Output);

        static int FileCount() => Directory.Exists(Folder("killed")) ? Directory.GetFiles(Folder("killed"), "rows-*.csv").Length : 0;
    }

    [TestMethod]
    public async Task Model_OfClassesFromTheUsersFile_GivesAScoreForEach()
    {
        using SampleProgram tabular = new("Tabular") { LibTorchThreads = 1 };
        string shapes = tabular.Write("shapes.csv", ToyFiles.Shapes(rows: 300));
        (await tabular.Run("--data", shapes, "--label", "shape", "--epochs", "2")).Succeeded();
        (await s_program.Run("--data", Path.Combine(tabular.Folder, shapes), "--model", Path.Combine(tabular.Folder, "output", "model.zip"), "--scores", "shapes")).Succeeded();
        string[] lines = Lines("shapes");
        Assert.HasCount(301, lines);
        string[] header = lines[0].Split(','), classes = [.. header[2..].Select(name => name["Score.".Length..])];
        Assert.AreSequenceEqual(["Row", "PredictedLabel"], header[..2]);
        Assert.HasCount(3, classes);
        foreach (string[] cells in lines.Skip(1).Select(line => line.Split(',')))
        {
            float[] scores = [.. cells[2..].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.AreEqual(cells[1], classes[scores.IndexOf(scores.Max())]);
            Assert.AreEqual(1f, scores.Sum(), 1e-4f);
        }
    }

    [TestMethod]
    public async Task Folder_OfAnotherJob_IsRefused()
    {
        await AssertFails(
            $"'{Path.Combine("output", "scores")}' has scores of another model, other data or another form (_JOB says which). Delete it, or name another folder by --scores.",
            "--rows", "2500", "--range", "500");
    }

    [TestMethod]
    public async Task Data_WithoutAColumnOfTheModel_IsRefused()
    {
        string file = s_program.Write("few.csv", ["Age,Hour", "1,2"]);
        await AssertFails("'few.csv' has no column 'Bid', which the model reads. It has Age, Hour.", "--data", file, "--scores", "few");
        string database = Path.Combine("output", "clicks-10-1.db");
        (await s_program.Run("--rows", "10", "--source", "sqlite", "--scores", "ten")).Succeeded();
        await AssertFails(
            "'SELECT Age FROM Rows' gives no column 'Hour', which the model reads. It gives Age.", "--data", database, "--query", "SELECT Age FROM Rows", "--scores", "few");
        await AssertFails(
            $"'{database}' cannot be read by 'SELECT * FROM Absent': SQLite Error 1: 'no such table: Absent'.", "--data", database, "--query", "SELECT * FROM Absent", "--scores", "few");
    }

    /// <summary>Reads a line of the made-up clicks; what is empty is missing.</summary>
    private static ClickRow Parse(string line)
    {
        string[] cells = line.Split(',');
        return new ClickRow
        {
            Age = Number(cells[0]),
            Hour = Number(cells[1]),
            Bid = Number(cells[2]),
            PastClicks = Number(cells[3]),
            Site = cells[4],
            Campaign = cells[5],
            Device = cells[6],
            City = cells[7],
        };

        static float Number(string cell) => cell == "" ? float.NaN : float.Parse(cell, CultureInfo.InvariantCulture);
    }

    private static async Task AssertFails(string message, params string[] arguments)
    {
        SampleRun run = await s_program.Run(arguments);
        Assert.AreEqual((1, message), (run.ExitCode, run.Error.TrimEnd()));
    }

    private static string Folder(params string[] parts) => Path.Combine([s_program.Folder, .. parts]);

    /// <summary>The lines of all files of a folder, with one header.</summary>
    private static string[] Lines(params string[] folder)
    {
        string[] files = [.. Directory.GetFiles(Folder(folder), "rows-*.csv").Order()];
        return [File.ReadLines(files[0]).First(), .. files.SelectMany(file => File.ReadLines(file).Skip(1))];
    }

    private static async Task<IEnumerable<string>> ReadParquet(string path)
    {
        await using FileStream file = File.OpenRead(path);
        await using ParquetReader reader = await ParquetReader.CreateAsync(file);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        int count = (int)group.RowCount;
        DataField[] fields = reader.Schema.DataFields;
        Assert.AreSequenceEqual(["Row", "PredictedLabel", "Score", "Probability"], fields.Select(field => field.Name));
        long[] rows = new long[count];
        bool[] labels = new bool[count];
        float[] scores = new float[count], probabilities = new float[count];
        await group.ReadAsync<long>(fields[0], rows);
        await group.ReadAsync<bool>(fields[1], labels);
        await group.ReadAsync<float>(fields[2], scores);
        await group.ReadAsync<float>(fields[3], probabilities);
        return Enumerable.Range(0, count).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{rows[row]},{(labels[row] ? "true" : "false")},{scores[row]:R},{probabilities[row]:R}"));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ReadmeTests
{
    private const RegexOptions ByLine = RegexOptions.Multiline | RegexOptions.Singleline;

    // All C# blocks but those with a mark in the line above.
    private static readonly Regex s_block = new("(?<!<!-- not compiled[^\n]*-->\n)^```csharp\n(?<code>.*?)^```", ByLine);
    private static readonly Regex s_region = new("^ *#region[^\n]*\n(?<code>.*?)^ *#endregion", ByLine);
    private static readonly Regex s_option = new(@"^\| `(?<name>\w+)` \|[^|]*\| (?<default>[^|]*) \|", ByLine);
    private static readonly string s_root = RepositoryRoot();

    [TestMethod]
    public void CSharpBlocks_AreTheRegionsOfTheSample()
    {
        string[] blocks = [.. s_block.Matches(Read("README.md")).Select(match => Outdent(match.Groups["code"].Value))];
        string[] regions = [.. s_region.Matches(Read("samples/Readme/Program.cs")).Select(match => Outdent(match.Groups["code"].Value))];
        Assert.IsNotEmpty(regions);
        Assert.AreEqual("", string.Join("\n", blocks.Except(regions)), "README.md has C# that is no region of samples/Readme/Program.cs.");
        Assert.AreEqual("", string.Join("\n", regions.Except(blocks)), "samples/Readme/Program.cs has a region that README.md does not show.");
    }

    [TestMethod]
    public void OptionsTables_HaveEveryOptionWithItsDefault()
    {
        AssertTable("Options", new MlpOptions(), typeof(MlpOptions).GetProperties());
        AssertTable("Images and signals", new CnnOptions(), typeof(CnnOptions).GetProperties().Where(option => option.DeclaringType == typeof(CnnOptions)));
        AssertTable("Sequences", new RnnOptions(), typeof(RnnOptions).GetProperties().Where(option => option.DeclaringType == typeof(RnnOptions)));
        AssertTable("Networks of your own", new TorchOptions(), typeof(TorchOptions).GetProperties().Where(option => option.DeclaringType == typeof(TorchOptions)));
        AssertTable("Text", new EncodeTokensOptions(), typeof(EncodeTokensOptions).GetProperties());
        AssertTable("Serving", new PredictorOptions(), typeof(PredictorOptions).GetProperties());
    }

    [TestMethod]
    public void Sample_Runs()
    {
        string output = AppContext.BaseDirectory.Replace("Repository.Tests", "Readme", StringComparison.Ordinal);
        ProcessStartInfo start = new("dotnet", [Path.Combine(output, "Readme.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1"; // LibTorch's threads wait by spinning, which is slow beside other tests
        using Process program = Process.Start(start)!;
        Task<string> errors = program.StandardError.ReadToEndAsync();
        string lines = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        Assert.AreEqual(0, program.ExitCode, errors.Result);
        Assert.Contains("Area under the ROC curve: 0.", lines);
        Assert.Contains("Photos told apart: 100", lines);
        Assert.Contains("Words: good , good coffee !", lines);
        Assert.Contains("Pieces: 0 0 0 2 3", lines);
        Assert.Contains("Predicted alike: True", lines);
        Assert.Contains("The best of 12: ", lines);
        Assert.Contains("Opinions told apart: 1.00", lines);
        Assert.Contains("Served: True", lines);
        Assert.Contains("Words tagged: 1.00", lines);
        Assert.Contains("Own network: 0.", lines);
        Assert.Contains("Own module: 0.", lines);
        Assert.MatchesRegex("Looked at: [5-9] words, with weights of 1.00 together", lines);
    }

    private static void AssertTable(string title, object options, IEnumerable<PropertyInfo> properties)
    {
        IEnumerable<string> expected = properties.Select(option => $"{option.Name}: {DefaultText(option.GetValue(options))}");
        string table = Read("README.md").Split("\n## ").Single(section => section.StartsWith($"{title}\n", StringComparison.Ordinal));
        IEnumerable<string> stated = s_option.Matches(table).Select(row => $"{row.Groups["name"].Value}: {row.Groups["default"].Value}");
        Assert.AreEqual(string.Join('\n', expected.Order()), string.Join('\n', stated.Order()));
    }

    /// <summary>The text of a default in the table: numbers as in C#, "none" for null and for a token that never cancels.</summary>
    private static string DefaultText(object? value) => value switch
    {
        null or CancellationToken { CanBeCanceled: false } => "none",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string Read(string path) => File.ReadAllText(Path.Combine(s_root, path)).ReplaceLineEndings("\n");

    private static string Outdent(string code)
    {
        string[] lines = code.Split('\n');
        int indent = lines.Where(line => line.Trim() != "").Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : line.Trim()));
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MLNetDeep.sln")))
        {
            folder = folder.Parent!;
        }
        return folder.FullName;
    }
}

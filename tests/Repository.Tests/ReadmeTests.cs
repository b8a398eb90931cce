using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ReadmeTests
{
    private const RegexOptions ByLine = RegexOptions.Multiline | RegexOptions.Singleline;

    // All C# blocks but those with a mark in the line above.
    private static readonly Regex _block = new("(?<!<!-- not compiled[^\n]*-->\n)^```csharp\n(?<code>.*?)^```", ByLine);
    private static readonly Regex _region = new("^ *#region[^\n]*\n(?<code>.*?)^ *#endregion", ByLine);
    private static readonly string _root = RepositoryRoot();

    [TestMethod]
    public void CSharpBlocks_AreTheRegionsOfTheSample()
    {
        string[] blocks = [.. _block.Matches(Read("README.md")).Select(match => Outdent(match.Groups["code"].Value))];
        string[] regions = [.. _region.Matches(Read("samples/Readme/Program.cs")).Select(match => Outdent(match.Groups["code"].Value))];
        Assert.IsNotEmpty(regions);
        Assert.AreEqual("", string.Join("\n", blocks.Except(regions)), "README.md has C# that is no region of samples/Readme/Program.cs.");
        Assert.AreEqual("", string.Join("\n", regions.Except(blocks)), "samples/Readme/Program.cs has a region that README.md does not show.");
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
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(_root, path)).ReplaceLineEndings("\n");

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

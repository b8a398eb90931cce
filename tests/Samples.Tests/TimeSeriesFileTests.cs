namespace MLNetDeep;

[TestClass]
public sealed class TimeSeriesFileTests : IDisposable
{
    private static readonly string[] s_header = ["# two channels", "@problemName Toy", "@univariate false", "@dimensions 2", "@classLabel true up down", "@data"];

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void TsFile_IsReadWithMissingNumbersCommentsAndSeriesOfAnyLength()
    {
        TimeSeries[] series = Read("toy.ts", [.. s_header, "1, 2.5,-3e-1:4,?,6:up", "", "# between", " 7:8 : down "]);

        Assert.HasCount(2, series);
        AssertSeries("up", [[1, 2.5f, -0.3f], [4, float.NaN, 6]], series[0]);
        AssertSeries("down", [[7], [8]], series[1]);
        Assert.AreEqual("Line 10 of 'toy.ts'", Place(series[1]));
    }

    [TestMethod]
    [DataRow("@univariate true", "1,2:a", 1)]
    [DataRow("@dimension 3", "1:2:3:a", 3, DisplayName = "the singular, which some files have")]
    [DataRow("@UNIVARIATE FALSE", "1:2:a", 2, DisplayName = "without dimensions, by the first series")]
    public void TsFile_ChannelsAreThoseOfTheHeader(string tag, string row, int channels) =>
        Assert.HasCount(channels, Read("toy.ts", [tag, "@CLASSLABEL TRUE a b", "@DATA", row])[0].Channels);

    [TestMethod]
    [DataRow("0", 1, "up,1,2,3,4", DisplayName = "label first")]
    [DataRow("4", 1, "1,2,3,4,up", DisplayName = "label last")]
    [DataRow("0", 2, "\"up\", 1, 2, 3, 4", DisplayName = "quoted, two channels")]
    [DataRow("kind", 2, "a,b,kind,c,d\n1,2,up,3,4", DisplayName = "label by its name, two channels")]
    public void CsvFile_IsReadByItsLayout(string label, int channels, string text)
    {
        TimeSeries series = Read("toy.csv", text.Split('\n'), new CsvLayout(label, channels)).Single();

        AssertSeries("up", channels == 1 ? [[1, 2, 3, 4]] : [[1, 2], [3, 4]], series);
    }

    [TestMethod]
    public void CsvFile_WithRowsOfDifferentLengths_IsRead()
    {
        TimeSeries[] series = Read("toy.csv", ["a,1,2", "b,?,4,5"]);

        AssertSeries("a", [[1, 2]], series[0]);
        AssertSeries("b", [[float.NaN, 4, 5]], series[1]);
    }

    [TestMethod]
    [DataRow("1,x:2,3:up", "Line 7 of 'toy.ts' has 'x' where a number is expected, or ? for a missing one.")]
    [DataRow("1,,2:3,4,5:up", "Line 7 of 'toy.ts' has '' where a number is expected, or ? for a missing one.")]
    [DataRow("1,1e99:2,3:up", "Line 7 of 'toy.ts' has '1e99' where a number is expected, or ? for a missing one.")]
    [DataRow("1,2", "Line 7 of 'toy.ts' has no class label behind a last colon.")]
    [DataRow("1,2:3,4:", "Line 7 of 'toy.ts' has no class label behind a last colon.")]
    [DataRow("1,2:3,4:?", "Line 7 of 'toy.ts' has no class label behind a last colon.")]
    [DataRow("1,2:3,4", "Line 7 of 'toy.ts' ends in '3,4', which is none of the classes of @classLabel: up, down.")]
    [DataRow("1,2:up", "Line 7 of 'toy.ts' has the wrong number of channels: 1, not 2.")]
    [DataRow("1,2:3,4,5:up", "Line 7 of 'toy.ts' has channels of different lengths: 2, 3 steps.")]
    public void TsSeries_ThatCannotBeRead_IsNamedWithItsLine(string row, string error) => AssertFails(error, "toy.ts", [.. s_header, row]);

    [TestMethod]
    [DataRow("@univariate true|1,2:up", "The file 'toy.ts' has no line @data.")]
    [DataRow("# only a comment", "The file 'toy.ts' has no line @data.")]
    [DataRow("@univariate true|@data|1,2:up", "Line 2 of 'toy.ts' comes before a line '@classLabel true' with the names of the classes.")]
    [DataRow("@classLabel false|@data|1,2", "Line 2 of 'toy.ts' comes before a line '@classLabel true' with the names of the classes.")]
    [DataRow("@timeStamps true|@classLabel true up|@data|(0,1),(2,2):up", "Line 1 of 'toy.ts' says that steps have time stamps; only steps of equal distance can be read.")]
    [DataRow("@dimensions many|@classLabel true up|@data|1:up", "Line 1 of 'toy.ts' has no number of channels.")]
    [DataRow("problemName Toy|@data", "Line 1 of 'toy.ts' comes before @data and does not begin with @ as header lines do.")]
    [DataRow("@classLabel true up|@data|1:2:up|1:up", "Line 4 of 'toy.ts' has the wrong number of channels: 1, not 2.")]
    [DataRow("@classLabel true up|@data", "The file 'toy.ts' has no series.")]
    [DataRow("", "The file 'toy.ts' is empty.")]
    public void TsHeader_ThatCannotBeUsed_IsNamed(string lines, string error) => AssertFails(error, "toy.ts", lines.Split('|'));

    [TestMethod]
    [DataRow("0", 1, "a,1|b,1.5.2", "Line 2 of 'toy.csv' has '1.5.2' where a number is expected, or ? for a missing one.")]
    [DataRow("0", 1, "a,1||,2", "Line 3 of 'toy.csv' has no class label in column 0.")]
    [DataRow("0", 2, "a,1,2|b,1,2,3", "Line 2 of 'toy.csv' has 3 numbers and needs a multiple of 2, the number of channels.")]
    [DataRow("0", 1, "a,1|b", "Line 2 of 'toy.csv' has 0 numbers and needs a multiple of 1, the number of channels.")]
    [DataRow("3", 1, "1,2,3,a|1,2,a", "Line 2 of 'toy.csv' has no column 3: its columns are 0 to 2.")]
    [DataRow("-1", 1, "1,a", "Line 1 of 'toy.csv' has no column -1: its columns are 0 to 1.")]
    [DataRow("kind", 1, "x,y|1,a", "Line 1 of 'toy.csv' names no column 'kind'. It names x, y.")]
    [DataRow("y", 1, "x,y", "The file 'toy.csv' has no series.")]
    [DataRow("0", 1, "", "The file 'toy.csv' is empty.")]
    public void CsvFile_ThatCannotBeRead_IsNamedWithItsLine(string label, int channels, string lines, string error) =>
        AssertFails(error, "toy.csv", lines.Split('|'), new CsvLayout(label, channels));

    [TestMethod]
    public void File_ThatIsAbsent_IsNamed()
    {
        string path = Path.Combine(_folder, "absent.ts");

        Assert.AreEqual($"There is no file '{path}'.", Assert.ThrowsExactly<InputException>(() => TimeSeriesFile.Read(path, new CsvLayout())).Message);
    }

    [TestMethod]
    public void File_OfAnotherEnding_IsRefused() => AssertFails("The file 'toy.arff' has to end in .ts or .csv.", "toy.arff", ["@data"]);

    private TimeSeries[] Read(string name, string[] lines, CsvLayout? layout = null)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllLines(path, lines);
        return TimeSeriesFile.Read(path, layout ?? new CsvLayout());
    }

    private void AssertFails(string error, string name, string[] lines, CsvLayout? layout = null)
    {
        InputException exception = Assert.ThrowsExactly<InputException>(() => Read(name, lines, layout));

        Assert.AreEqual(error, WithoutFolder(exception.Message));
    }

    private string Place(TimeSeries series) => WithoutFolder(series.Place);

    private string WithoutFolder(string message) => message.Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private static void AssertSeries(string label, float[][] channels, TimeSeries series)
    {
        Assert.AreEqual(label, series.Label);
        Assert.HasCount(channels.Length, series.Channels);
        foreach ((float[] expected, float[] steps) in channels.Zip(series.Channels))
        {
            CollectionAssert.AreEqual(expected, steps);
        }
    }
}

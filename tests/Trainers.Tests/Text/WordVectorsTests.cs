using System.Text;
using MLNetDeep.Text;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class WordVectorsTests
{
    private static readonly string[] s_vocabulary = ["the", "cat", "größe", "The", ""];

    [TestMethod]
    [DataRow("the 1 -2.5\nother 9 9\ngröße 1e-2 .5\n")]
    [DataRow("3 2\nthe 1 -2.5 \nother 9 9 \ngröße 1e-2 .5 ")]
    [DataRow("\uFEFFthe 1 -2.5\r\nother x y\r\n\r\ngröße 1e-2 .5\r\n")]
    [DataRow("999999999999999999999 2\nthe 1 -2.5\n. . . 7 7\nat name@domain.com 7 7\ngröße 1e-2 .5\nthe 8 8")]
    public void Read_OfGloveOrFastText_KeepsTheRowsOfTheVocabulary(string content)
    {
        WordVectors vectors = Read(content);
        Assert.AreEqual(2, vectors.Dimension);
        Assert.AreSequenceEqual((float[])[1, -2.5f, 0, 0, 0.01f, 0.5f, 0, 0, 0, 0], vectors.Values);
        Assert.AreSequenceEqual((bool[])[true, false, true, false, false], vectors.IsFound);
        Assert.AreEqual(0.4, vectors.Coverage);
    }

    [TestMethod]
    public void Read_OfOtherCase_FindsNothing() => Assert.AreEqual(0, Read("THE 1\nCAT 2").Coverage);

    [TestMethod]
    public void Read_OfTheWantedDimension_IsAsOfAny() => Assert.AreEqual(1, Read("the 1", 1).Values[0]);

    [TestMethod]
    [DataRow("", "The word vectors 'vectors.txt' have no row: expected a word and its numbers in each line.")]
    [DataRow("5 2\n\n", "The word vectors 'vectors.txt' have no row: expected a word and its numbers in each line.")]
    [DataRow("the 1 2\ncat 1", "The word vectors 'vectors.txt', line 2: expected a word and 2 numbers, got 1 numbers.")]
    [DataRow("the 1 2\ncat 1 2 3", "The word vectors 'vectors.txt', line 2: expected a word and 2 numbers, got 3 numbers.")]
    [DataRow("the 1 2\nother", "The word vectors 'vectors.txt', line 2: expected a word and 2 numbers, got 0 numbers.")]
    [DataRow("2 2\nthe 1 2\ncat 1 x", "The word vectors 'vectors.txt', line 3: expected a finite number, got 'x'.")]
    [DataRow("the 1,5 2", "The word vectors 'vectors.txt', line 1: expected a finite number, got '1,5'.")]
    [DataRow("the NaN 2", "The word vectors 'vectors.txt', line 1: expected a finite number, got 'NaN'.")]
    [DataRow("the 1  2", "The word vectors 'vectors.txt', line 1: expected a finite number, got ''.")]
    [DataRow("the 1e39 2", "The word vectors 'vectors.txt', line 1: expected a finite number, got '1e39'.")]
    [DataRow("the", "The word vectors 'vectors.txt', line 1: expected a word and 1 to 4096 numbers, got 0 numbers.")]
    public void Read_OfOtherContent_NamesTheLine(string content, string message) =>
        Assert.AreEqual(message, Assert.ThrowsExactly<FormatException>(() => Read(content)).Message);

    [TestMethod]
    public void Read_OfAnotherDimensionThanWanted_SaysSo() => Assert.AreEqual(
        "The word vectors 'vectors.txt', line 2: expected vectors of 300 numbers, got 2.",
        Assert.ThrowsExactly<FormatException>(() => Read("1 2\nthe 1 2", 300)).Message);

    [TestMethod]
    public void Read_OfTooManyNumbers_IsRefusedBeforeMemoryIsTaken()
    {
        Assert.AreEqual(
            "The word vectors 'vectors.txt', line 1: expected a word and 1 to 4096 numbers, got 4097 numbers.",
            Assert.ThrowsExactly<FormatException>(() => Read("the" + string.Concat(Enumerable.Repeat(" 1", 4097)))).Message);
        string row = "the" + string.Concat(Enumerable.Repeat(" 1", 4096));
        Assert.AreEqual(
            $"The word vectors 'vectors.txt', line 1: expected at most {Array.MaxLength} numbers for all tokens, got 4096 for each of 600000.",
            Assert.ThrowsExactly<FormatException>(() => Read(row, vocabulary: new string[600_000].Select((_, i) => $"{i}").ToArray())).Message);
    }

    [TestMethod]
    public void Read_OfALineWithoutEnd_IsRefused()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.AreEqual(
            "The word vectors 'vectors.txt', line 2: expected at most 1048576 bytes, got more.",
            Assert.ThrowsExactly<FormatException>(() => Read("the 1\n"u8.ToArray(), 64 << 20, s_vocabulary)).Message);
        Assert.IsLessThan(8L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Read_OfAMissingFile_NamesIt() => Assert.AreEqual(
        "The word vectors 'no/such/file' do not exist.", Assert.ThrowsExactly<FileNotFoundException>(() => WordVectors.Read("no/such/file", s_vocabulary)).Message);

    // 100,000 rows in 7 MB; the two that count are the first and the last.
    [TestMethod]
    public void Read_OfManyRows_TakesTheMemoryOfTheVocabulary()
    {
        StringBuilder content = new();
        for (int row = 0; row < 100_000; row++)
        {
            content.Append("word").Append(row).Append(string.Concat(Enumerable.Repeat(" 0.25 -1.5", 6))).Append('\n');
        }
        byte[] bytes = Encoding.UTF8.GetBytes(content.ToString());
        long before = GC.GetTotalAllocatedBytes(precise: true);
        WordVectors vectors = Read(bytes, bytes.Length, ["word99999", "word0", "word100000"]);
        Assert.AreEqual(12, vectors.Dimension);
        Assert.AreSequenceEqual((bool[])[true, true, false], vectors.IsFound);
        Assert.AreSequenceEqual((float[])[0.25f, -1.5f], vectors.Values[..2]);
        Assert.IsLessThan(bytes.Length, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    private static WordVectors Read(string content, int? dimension = null, string[]? vocabulary = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        return Read(bytes, bytes.Length, vocabulary ?? s_vocabulary, dimension);
    }

    /// <summary>Reads a file of some bytes, and of zeros behind them up to its length.</summary>
    private static WordVectors Read(byte[] content, long length, string[] vocabulary, int? dimension = null)
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "vectors.txt");
        using (FileStream file = File.Create(path))
        {
            file.Write(content);
            file.SetLength(length);
        }
        return WordVectors.Read(path, vocabulary, dimension);
    }
}

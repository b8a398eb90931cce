using System.Globalization;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class WordCountsTests
{
    [TestMethod]
    public void MostFrequent_AreOrderedByCountAndThenByOrdinal()
    {
        WordCounts counts = Count(lowerCase: true, "b a C c a B ä z Z z");
        Assert.AreEqual("z a b c ä", string.Join(' ', counts.MostFrequent(1, 10)));
        Assert.AreEqual("z a b c", string.Join(' ', counts.MostFrequent(2, 10)));
        Assert.AreEqual("z a", string.Join(' ', counts.MostFrequent(1, 2)));
        Assert.IsEmpty(counts.MostFrequent(4, 10));
    }

    [TestMethod]
    public void Case_IsKeptIfToldSo() => Assert.AreEqual("B b", string.Join(' ', Count(lowerCase: false, "b B").MostFrequent(1, 10)));

    [TestMethod]
    public void Apostrophes_AreOne() => Assert.AreEqual("it's", string.Join(' ', Count(lowerCase: true, "It's it’s").MostFrequent(2, 10)));

    // 'I' would have another lower case there.
    [TestMethod]
    public void Case_IsThatOfNoCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            Assert.AreEqual("title", string.Join(' ', Count(lowerCase: true, "TITLE").MostFrequent(1, 10)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void LongRuns_AreNoWords() =>
        Assert.AreEqual(new string('a', 100), string.Join(' ', Count(lowerCase: true, $"{new string('a', 100)} {new string('b', 101)}").MostFrequent(1, 10)));

    [TestMethod]
    public void BeyondTheCapacity_TheRarestAreForgotten()
    {
        WordCounts counts = new(lowerCase: true, capacity: 100);
        for (int i = 0; i < 10_000; i++)
        {
            counts.Add($"the cat rare{i}");
        }
        string[] words = counts.MostFrequent(1, int.MaxValue);
        Assert.IsLessThanOrEqualTo(100, words.Length);
        Assert.AreSequenceEqual(["cat", "the"], words[..2]);
        Assert.AreSequenceEqual(["cat", "the"], counts.MostFrequent(10_000, 10));
    }

    private static WordCounts Count(bool lowerCase, string text)
    {
        WordCounts counts = new(lowerCase);
        counts.Add(text);
        return counts;
    }
}

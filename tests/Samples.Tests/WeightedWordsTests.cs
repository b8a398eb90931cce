using Text;

namespace MLNetDeep;

/// <summary>How the sample of texts shows words with their weights.</summary>
[TestClass]
public sealed class WeightedWordsTests
{
    private static readonly string[] s_words = ["the", "tea", "", "good"];
    private static readonly float[] s_weights = [0.002f, 0.148f, 0.1f, 0.75f];

    [TestMethod]
    public void Shaded_IsDarkerWhereWeightsAreLarger() => Assert.AreEqual(
        "the tea [rare] \e[38;5;16;48;5;214mgood\e[0m",
        WeightedWords.Shaded(s_words, s_weights));

    [TestMethod]
    public void Shaded_HasAStepForEachFifthOfTheLargest() => Assert.AreEqual(
        "a \e[38;5;16;48;5;230mb\e[0m \e[38;5;16;48;5;229mc\e[0m \e[38;5;16;48;5;228md\e[0m \e[38;5;16;48;5;221me\e[0m \e[38;5;16;48;5;214mf\e[0m",
        WeightedWords.Shaded(["a", "b", "c", "d", "e", "f"], [0.01f, 0.06f, 0.11f, 0.16f, 0.21f, 0.25f]));

    [TestMethod]
    public void Numbered_HasPercentsBeneathTheWords() => Assert.AreEqual(
        "  the tea [rare] good\n      15  10     75\n",
        WeightedWords.Numbered(s_words, s_weights).ReplaceLineEndings("\n"));

    [TestMethod]
    public void Numbered_BreaksLongLines()
    {
        string[] lines = WeightedWords.Numbered([.. Enumerable.Repeat("word", 50)], [.. Enumerable.Repeat(0.02f, 50)]).TrimEnd().Split('\n');

        Assert.HasCount(6, lines);
        Assert.IsTrue(lines.All(line => line.TrimEnd().Length <= 102));
    }

    [TestMethod]
    public void NoWords_AreShownAsNothing()
    {
        Assert.AreEqual("", WeightedWords.Shaded([], []));
        Assert.AreEqual("", WeightedWords.Numbered([], []).Trim());
    }
}

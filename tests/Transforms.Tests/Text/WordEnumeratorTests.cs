namespace MLNetDeep.Tests;

[TestClass]
public sealed class WordEnumeratorTests
{
    [TestMethod]
    [DataRow("", "")]
    [DataRow(" \t\r\n\u00A0\u2003", "")]
    [DataRow("The cat, 3.14!", "The|cat|,|3|.|14|!")]
    [DataRow("don't 'quote' rock'n'roll it’s ends'", "don't|'|quote|'|rock'n'roll|it’s|ends|'")]
    [DataRow("a''b", "a|'|'|b")]
    [DataRow("x_y-z", "x|_|y|-|z")]
    [DataRow("Straße Ελλάδα 東京 かな Москва", "Straße|Ελλάδα|東|京|か|な|Москва")]
    [DataRow("cafe\u0301 हिन्दी", "cafe\u0301|हिन्दी")]
    [DataRow("ab京c", "ab|京|c")]
    [DataRow("it'京", "it|'|京")]
    [DataRow("hi😀👍🏽", "hi|😀|👍|🏽")]
    [DataRow("👩\u200D💻 ❤\uFE0F", "👩|💻|❤")]
    [DataRow("\U0001D400\U0001D401 \U00020000", "\U0001D400\U0001D401|\U00020000")] // letters and an ideograph beyond the first plane
    [DataRow("a\u0000b\u200Bc\uFEFF", "a|b|c")]
    public void Words_AreRunsOfLettersAndDigits_AndSymbolsStandAlone(string text, string expected) => Assert.AreEqual(expected, string.Join('|', Words(text)));

    [TestMethod]
    public void HalvesOfPairs_SeparateWords()
    {
        Assert.AreEqual("a|b", string.Join('|', Words("a\uD83Db")));
        Assert.AreEqual("a|b|c", string.Join('|', Words("\uDE00a\uDE00b\uD83D\uD83Dc\uD83D")));
        Assert.AreEqual("don", string.Join('|', Words("don\uD83D")));
        Assert.AreEqual("don|'", string.Join('|', Words("don'\uD83D")));
    }

    // Whatever the text, words are slices of it in their order: nothing is made up, and it ends.
    [TestMethod]
    public void AnyUnits_GiveSlicesInOrder()
    {
        Random random = new(1);
        string alphabet = "ab' ’.\u0301\uD83D\uDE00京\u200D1\uFFFE";
        for (int trial = 0; trial < 2000; trial++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(12)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            int at = 0;
            foreach (string word in Words(text))
            {
                int found = text.IndexOf(word, at, StringComparison.Ordinal);
                Assert.IsGreaterThanOrEqualTo(at, found);
                at = found + word.Length;
            }
        }
    }

    private static List<string> Words(string text)
    {
        List<string> words = [];
        WordEnumerator enumerator = new(text);
        while (enumerator.MoveNext())
        {
            words.Add(enumerator.Current.ToString());
        }
        return words;
    }
}

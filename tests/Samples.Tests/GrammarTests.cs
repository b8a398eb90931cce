using Text;

namespace MLNetDeep;

/// <summary>The reviews that the sample of texts makes up.</summary>
[TestClass]
public sealed class GrammarTests
{
    [TestMethod]
    public void Write_WithOneSeedTwice_GivesEqualReviews()
    {
        CollectionAssert.AreEqual(Grammar.Write(50, seed: 3), Grammar.Write(50, seed: 3));
        CollectionAssert.AreNotEqual(Grammar.Write(50, seed: 3), Grammar.Write(50, seed: 4));
    }

    [TestMethod]
    public void Write_GivesAsMuchPraiseAsBlame_WithTheSameWords()
    {
        Review[] reviews = Grammar.Write(2000, seed: 1);

        Assert.AreEqual(1000, reviews.Count(review => review.Label));
        foreach (string word in new[] { "great", "awful", "not", "but", "although" })
        {
            double ofPraise = reviews.Count(review => review.Label && review.Text.Contains(word, StringComparison.OrdinalIgnoreCase));
            double ofBlame = reviews.Count(review => !review.Label && review.Text.Contains(word, StringComparison.OrdinalIgnoreCase));
            Assert.IsLessThan(1.5, Math.Max(ofPraise / ofBlame, ofBlame / ofPraise), word);
        }
    }

    [TestMethod]
    public void Write_GivesSentences() =>
        Assert.IsTrue(Grammar.Write(200, seed: 1).All(review => char.IsUpper(review.Text[0]) && review.Text.EndsWith('.') && !review.Text.Contains("  ", StringComparison.Ordinal)));
}

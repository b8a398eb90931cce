namespace MLNetDeep.Tests;

/// <summary>Claims about scores that leave no tolerance.</summary>
internal static class BitAssert
{
    internal static void AreEqual(float[] expected, float[] actual) => Assert.AreSequenceEqual(Scores.Bits(expected), Scores.Bits(actual));

    internal static void AreNotEqual(float[] notExpected, float[] actual) => CollectionAssert.AreNotEqual(Scores.Bits(notExpected), Scores.Bits(actual));

    internal static void AreFinite(float[] scores) => Assert.IsTrue(scores.All(float.IsFinite), $"Of {scores.Length} scores, {scores.Count(score => !float.IsFinite(score))} are not finite.");
}

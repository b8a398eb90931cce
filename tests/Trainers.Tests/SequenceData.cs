namespace MLNetDeep.Tests;

/// <summary>Sequences of any length, whose label follows from the order of their steps.</summary>
internal static class SequenceData
{
    internal const int NumbersPerStep = 2;

    /// <summary>Series of 1 to 30 steps of two numbers. The label: whether the sum of the first numbers of the last three steps is positive.</summary>
    internal static IDataView Series(MLContext ml, int rows, int seed)
    {
        Random random = new(seed);
        SeriesRow One()
        {
            float[] numbers = [.. Enumerable.Range(0, NumbersPerStep * random.Next(1, 31)).Select(_ => 2 * random.NextSingle() - 1)];
            return new SeriesRow(numbers, numbers.Chunk(NumbersPerStep).TakeLast(3).Sum(step => step[0]) > 0);
        }
        return View(ml, [.. Enumerable.Range(0, rows).Select(_ => One())]);
    }

    internal static IDataView View(MLContext ml, params SeriesRow[] rows) => ml.Data.LoadFromEnumerable(rows);

    /// <summary>Sentences of 2 to 12 words in which "not" in front of "good" or "bad" turns its meaning, with the words as keys.</summary>
    internal static IDataView Sentences(MLContext ml, int rows, int seed, ITransformer? words = null)
    {
        string[] fillers = ["the", "tea", "was", "cup", "so", "very", "and"];
        Random random = new(seed);
        TextRow One()
        {
            bool isGood = random.Next(2) == 0, isTurned = random.Next(2) == 0;
            IEnumerable<string> Fill() => Enumerable.Range(0, random.Next(6)).Select(_ => fillers[random.Next(fillers.Length)]);
            string[] parts = [.. Fill(), .. isTurned ? (string[])["not"] : [], isGood ? "good" : "bad", .. Fill()];
            return new TextRow(string.Join(' ', parts), isGood != isTurned);
        }
        IDataView text = ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(_ => One()).ToArray());
        return (words ?? Words(ml, text)).Transform(text);
    }

    /// <summary>What makes keys of the words of a text.</summary>
    internal static ITransformer Words(MLContext ml, IDataView text) => ml.Transforms.Text.EncodeTokens("Features", "Text").Fit(text);

    internal static IDataView Text(MLContext ml, params string[] texts) => ml.Data.LoadFromEnumerable(texts.Select((text, row) => new TextRow(text, row % 2 == 0)).ToArray());

    internal sealed record SeriesRow(float[] Features, bool Label);

    internal sealed record TextRow(string Text, bool Label);
}

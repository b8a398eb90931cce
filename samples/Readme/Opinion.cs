/// <summary>A sentence, and whether it praises.</summary>
internal sealed record Opinion(string Text, bool Label)
{
    /// <summary>Sentences in which a word turns the meaning of the one behind it.</summary>
    internal static Opinion[] Some(int count)
    {
        string[] things = ["coffee", "tea", "cake", "bread"], fillers = ["really", "very", "so", "quite"];
        Random random = new(1);
        Opinion One()
        {
            bool isGood = random.Next(2) == 0, isTurned = random.Next(2) == 0;
            string very = string.Join(' ', Enumerable.Range(0, random.Next(4)).Select(_ => fillers[random.Next(fillers.Length)]));
            return new Opinion($"The {things[random.Next(things.Length)]} is {(isTurned ? "not " : "")}{very} {(isGood ? "good" : "bad")}.", isGood != isTurned);
        }
        return [.. Enumerable.Range(0, count).Select(_ => One())];
    }
}

/// <summary>A wish to travel, and what each of its words says.</summary>
internal sealed record Journey(string Text, string[] Tags)
{
    /// <summary>Sentences in which the word before a city says whether the journey begins or ends there.</summary>
    internal static Journey[] Some(int count)
    {
        string[] cities = ["Paris", "Rome", "Oslo", "Lisbon", "Vienna"], openings = ["take me", "I travel", "two seats", "a ticket"];
        Random random = new(1);
        Journey One()
        {
            (string Word, string Tag)[] origin = [("from", "other"), (cities[random.Next(cities.Length)], "origin")], end = [("to", "other"), (cities[random.Next(cities.Length)], "destination")];
            IEnumerable<(string Word, string Tag)> opening = openings[random.Next(openings.Length)].Split(' ').Select(word => (word, "other"));
            (string Word, string Tag)[] words = [.. opening, .. random.Next(2) == 0 ? [.. origin, .. end] : ((string, string)[])[.. end, .. origin]];
            return new Journey(string.Join(' ', words.Select(word => word.Word)), [.. words.Select(word => word.Tag)]);
        }
        return [.. Enumerable.Range(0, count).Select(_ => One())];
    }
}

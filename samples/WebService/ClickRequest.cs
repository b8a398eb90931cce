namespace WebService;

/// <summary>One showing of an advertisement. A number that is left out is not known, which the model can do with.</summary>
internal sealed record ClickRequest
{
    private const int LongestText = 100;

    public float? Age { get; init; }
    public float? Hour { get; init; }
    public float? Bid { get; init; }
    public float? PastClicks { get; init; }
    public required string Site { get; init; }
    public required string Campaign { get; init; }
    public required string Device { get; init; }
    public required string City { get; init; }

    /// <summary>What is wrong, by field.</summary>
    public Dictionary<string, string[]> Problems()
    {
        Dictionary<string, string[]> problems = [];
        CheckNumber(nameof(Age), Age, 0, 150);
        CheckNumber(nameof(Hour), Hour, 0, 23);
        CheckNumber(nameof(Bid), Bid, 0, 1000);
        CheckNumber(nameof(PastClicks), PastClicks, 0, 1_000_000);
        CheckText(nameof(Site), Site);
        CheckText(nameof(Campaign), Campaign);
        CheckText(nameof(Device), Device);
        CheckText(nameof(City), City);
        return problems;

        void CheckNumber(string name, float? value, float least, float most)
        {
            if (value is { } number && !(number >= least && number <= most))
            {
                problems[name] = [$"{name} must be {least} to {most}, or left out."];
            }
        }

        void CheckText(string name, string? value)
        {
            if (string.IsNullOrWhiteSpace(value) || value.Length > LongestText)
            {
                problems[name] = [$"{name} must be a text of 1 to {LongestText} characters."];
            }
        }
    }

    public ClickInput ToInput() => new()
    {
        Age = Age ?? float.NaN,
        Hour = Hour ?? float.NaN,
        Bid = Bid ?? float.NaN,
        PastClicks = PastClicks ?? float.NaN,
        Site = Site,
        Campaign = Campaign,
        Device = Device,
        City = City,
    };
}

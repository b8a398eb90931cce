namespace Text;

/// <summary>Texts to learn from and texts to judge by.</summary>
internal sealed record DataSet(Review[] Train, Review[] Test)
{
    private const int Parts = 5; // of which one is for the test

    public string Description =>
        $"{Train.Length + Test.Length} texts, {Test.Length} of them for the test: {Train.Concat(Test).Count(review => review.Label)} positive, {Train.Concat(Test).Count(review => !review.Label)} negative";

    public static DataSet Of(CommandLine options)
    {
        DataSet data = options switch
        {
            { Data: null } => Split(Grammar.Write(options.Reviews ?? 4000, options.Seed), options.Seed),
            { Test: null } => Split(ReviewFile.Read(options.Data), options.Seed),
            _ => new DataSet(ReviewFile.Read(options.Data), ReviewFile.Read(options.Test)),
        };
        RequireBoth("learn from", data.Train);
        RequireBoth("judge by", data.Test);
        return data;
    }

    private static DataSet Split(Review[] all, int seed)
    {
        new Random(seed).Shuffle(all);
        return new DataSet(all[(all.Length / Parts)..], all[..(all.Length / Parts)]);
    }

    private static void RequireBoth(string purpose, Review[] reviews)
    {
        if (reviews.Length == 0) // less than a fifth
        {
            throw new InputException($"0 texts to {purpose} are too few: a fifth of --data. Give more, or name a file with --test.");
        }
        if (reviews.All(review => review.Label == reviews[0].Label))
        {
            throw new InputException($"All {reviews.Length} texts to {purpose} are {(reviews[0].Label ? "positive" : "negative")}. Both kinds are needed.");
        }
    }
}

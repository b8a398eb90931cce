namespace Text;

/// <summary>Makes up reviews of hotels by a small grammar.</summary>
/// <remarks>
/// Words of praise and of blame are in both kinds of reviews about as often: what counts is what they are said of, whether it is denied,
/// and which half of a sentence is the point. The weather and the way there say nothing.
/// </remarks>
internal sealed class Grammar
{
    private static readonly string[] s_good = ["good", "great", "lovely", "excellent", "wonderful", "nice", "impressive", "delightful"];
    private static readonly string[] s_bad = ["bad", "awful", "poor", "terrible", "dull", "disappointing", "horrible", "shabby"];
    private static readonly string[] s_others = ["the weather", "the traffic", "the flight", "the film on the plane", "the road"];
    private static readonly string[] s_degrees = ["very ", "really ", "quite ", "so ", "truly ", "", "", ""];
    private static readonly string[] s_denials = ["not ", "not very ", "not really ", "not at all ", "far from ", "anything but ", "never ", "by no means "];
    private static readonly string[] s_people = ["friends", "the guide", "my brother", "other guests", "the advertisement"];
    private static readonly string[] s_facts =
    [
        "we stayed for three nights", "it is near the station", "we were there in may", "there are two pools", "my sister had booked it", "we came by train",
        "the bus stops in front of the door", "breakfast is from seven to ten",
    ];

    private readonly Random _random;
    private readonly string[] _things = ["the food", "the service", "our room", "the breakfast", "the pool", "the bar", "the hotel", "the view from the window", "what we ate"];

    private Grammar(Random random) => _random = random;

    /// <summary>As many reviews, half of them praise.</summary>
    public static Review[] Write(int count, int seed)
    {
        Grammar grammar = new(new Random(seed));
        Review[] reviews = [.. Enumerable.Range(0, count).Select(number => new Review(grammar.Text(number % 2 == 0), number % 2 == 0))];
        grammar._random.Shuffle(reviews);
        return reviews;
    }

    private string Text(bool praises)
    {
        List<string> sentences = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => Aside())];
        sentences.Insert(_random.Next(sentences.Count + 1), Verdict(praises));
        return string.Join(' ', sentences.Select(sentence => $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}."));
    }

    private string Verdict(bool praises)
    {
        _random.Shuffle(_things); // the first two are what it is about
        return _random.Next(10) switch
        {
            0 => $"{Clause(0, praises)}, and {Clause(1, praises)}",
            1 => $"{Clause(0, !praises)}, but {Clause(1, praises)}",
            2 => $"although {Clause(0, !praises)}, {Clause(1, praises)}",
            3 => $"{Clause(0, praises)}, even though {Clause(1, !praises)}",
            4 => $"{One(s_people)} told us that {Clause(0, !praises)}, which was wrong",
            5 => $"{One(s_people)} told us that {Clause(0, praises)}, which was true",
            _ => Clause(0, praises),
        };
    }

    private string Clause(int thing, bool praises)
    {
        bool isDenied = _random.Next(3) == 0;
        string words = One(praises != isDenied ? s_good : s_bad);
        return $"{_things[thing]} was {One(isDenied ? s_denials : s_degrees)}{words}";
    }

    /// <summary>Something that is no praise and no blame, whatever its words.</summary>
    private string Aside() => _random.Next(2) == 0 ? One(s_facts) : $"{One(s_others)} was {One(s_degrees)}{One(_random.Next(2) == 0 ? s_good : s_bad)}";

    private string One(string[] words) => words[_random.Next(words.Length)];
}

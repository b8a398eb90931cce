namespace MLNetDeep.Tests;

/// <summary>What samplers find in functions whose minima are known.</summary>
[TestClass]
public sealed class SamplerTests
{
    private const int Trials = 100;
    private const int Seeds = 21;

    public static IEnumerable<object[]> Functions => [["Branin"], ["Hartmann"], ["Mixed"]];

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public void Tpe_AfterAHundredTrials_HasABetterMedianThanRandom(string name)
    {
        TestFunction function = Named(name);
        double tpe = Median(seed => function.Best(new TpeSampler(seed), Trials, seed));
        double random = Median(seed => function.Best(new SobolSampler(seed), Trials, seed));
        Assert.IsLessThan(random, tpe);
    }

    [TestMethod]
    public void Tpe_WithTrialsThatRun_TriesSomethingElse()
    {
        IReadOnlyList<SearchSpace> spaces = TestFunction.Branin.Spaces;
        SearchPoint[] finished = [.. Enumerable.Range(0, 30).Select(index => new SearchPoint(0, [0.5 + (index / 100.0), 0.5]))];
        SearchPoint[] running = [.. Enumerable.Repeat(new SearchPoint(0, [0.5, 0.5]), 20)];
        double Distance(IReadOnlyList<SearchPoint> others) => Enumerable.Range(0, 20)
            .Average(place => Math.Abs(new TpeSampler(1).Next(spaces, finished, others, new SweepRandom(1, place)).Coordinates[0] - 0.5));
        Assert.IsGreaterThan(Distance([]), Distance(running));
    }

    [TestMethod]
    public void Tpe_GivesTheBetterCandidateMoreTrials()
    {
        TestFunction function = TestFunction.Mixed;
        List<(SearchPoint Point, double Loss)> finished = [];
        for (int trial = 0; trial < Trials; trial++)
        {
            SearchPoint point = new TpeSampler(1).Next(function.Spaces, [.. finished.OrderBy(one => one.Loss).Select(one => one.Point)], [], new SweepRandom(1, trial));
            finished.Add((point, point.Candidate == 0 ? point.Coordinates[0] : 2));
        }
        Assert.IsGreaterThan(65, finished.Count(one => one.Point.Candidate == 0));
    }

    [TestMethod]
    public void Start_IsEvenInEachOption()
    {
        for (int dimension = 0; dimension < SobolSequence.Dimensions; dimension++)
        {
            int[] places = [.. Enumerable.Range(0, 64).Select(index => (int)(64 * SobolSequence.At(index, dimension, 0x12345678)))];
            CollectionAssert.AreEquivalent(Enumerable.Range(0, 64).ToArray(), places);
        }
    }

    [TestMethod]
    public void Start_IsEvenInTheFirstTwoOptionsTogether()
    {
        IEnumerable<(int, int)> cells = Enumerable.Range(0, 64).Select(index => ((int)(8 * SobolSequence.At(index, 0, 0)), (int)(8 * SobolSequence.At(index, 1, 0))));
        Assert.AreEqual(64, cells.Distinct().Count());
    }

    [TestMethod]
    public void Sampler_WithOneSeedTwice_TriesTheSame()
    {
        SearchPoint Next() => new TpeSampler(3).Next(TestFunction.Mixed.Spaces, [.. Enumerable.Range(0, 20).Select(index => new SearchPoint(1, [index / 20.0]))], [], new SweepRandom(3, 20));
        Assert.AreEqual(Next().Candidate, Next().Candidate);
        Assert.AreSequenceEqual(Next().Coordinates, Next().Coordinates);
    }

    private static TestFunction Named(string name) => name switch
    {
        "Branin" => TestFunction.Branin,
        "Hartmann" => TestFunction.Hartmann,
        _ => TestFunction.Mixed,
    };

    private static double Median(Func<int, double> best) => Enumerable.Range(0, Seeds).Select(best).Order().ElementAt(Seeds / 2);
}

using Microsoft.ML.SearchSpace;

namespace MLNetDeep.Tests;

/// <summary>Search spaces of any class or record, from attributes and from what the caller says.</summary>
[TestClass]
public sealed class SearchSpaceTests
{
    [TestMethod]
    public void Attributes_OfNestedOptionsAndFields_AreSearched()
    {
        SearchSpace space = new(typeof(Outer));
        Assert.AreSequenceEqual(["Inner.Kind", "Inner.Rate", "Width"], space.Dimensions.Select(dimension => dimension.Path.Name).Order());
        Outer created = (Outer)space.Create([.. space.Dimensions.Select(dimension => dimension.ChoiceCount > 0 ? 1.0 : 0.0)]);
        Assert.AreEqual((2, 0.001, TestFunction.Kind.Third), (created.Width, Math.Round(created.Inner!.Rate, 9), created.Inner.Kind));
    }

    [TestMethod]
    public void Coordinates_OfValues_GiveTheValuesBack()
    {
        SearchSpace space = new(typeof(MlpOptions));
        MlpOptions options = new() { LearningRate = 3e-3, HiddenLayerSize = 77, HiddenLayerCount = 5, Activation = Activation.Mish, BatchSize = 64 };
        MlpOptions again = (MlpOptions)space.Create(space.CoordinatesOf(options));
        Assert.AreEqual(options with { LearningRate = 0, WeightDecay = 0, Dropout = 0 }, again with { LearningRate = 0, WeightDecay = 0, Dropout = 0 });
        Assert.AreEqual(options.LearningRate, again.LearningRate, 1e-12);
    }

    [TestMethod]
    public void WholeNumbers_AreAsLikelyAtTheEnds()
    {
        NumberDimension dimension = new(OptionPath.Of((System.Linq.Expressions.Expression<Func<Outer, int>>)(options => options.Width)), 2, 5, isLog: false);
        Dictionary<int, int> counts = Enumerable.Range(0, 4000).Select(index => (int)dimension.ValueAt((index + 0.5) / 4000)).CountBy(value => value).ToDictionary();
        Assert.AreSequenceEqual([2, 3, 4, 5], counts.Keys.Order());
        Assert.IsTrue(counts.Values.All(count => count == 1000));
    }

    [TestMethod]
    public void Caller_ReplacesFixesAndRestricts()
    {
        SweepSpace<RnnOptions> space = new SweepSpace<RnnOptions>()
            .Range(options => options.LearningRate, 1e-3, 1e-2, logarithmic: true)
            .Choice(options => options.FrontKernelSize, null, 3, 5)
            .Fix(options => options.NumberOfEpochs, 7)
            .OnlyIf(options => options.IsBidirectional, options => options.Backbone, RnnBackbone.Lstm, RnnBackbone.Gru);
        foreach (int place in Enumerable.Range(0, 200))
        {
            SearchPoint point = new SobolSampler(1).Next([space.Space], [.. Enumerable.Repeat(new SearchPoint(0, []), place)], [], new SweepRandom(1, place));
            RnnOptions options = (RnnOptions)space.Space.Create(point.Coordinates);
            Assert.AreEqual(7, options.NumberOfEpochs);
            Assert.IsInRange(1e-3, 1e-2, options.LearningRate);
            Assert.Contains(options.FrontKernelSize, (int?[])[null, 3, 5]);
            Assert.IsTrue(options.IsBidirectional || options.Backbone is RnnBackbone.Lstm or RnnBackbone.Gru); // true is the default
        }
    }

    [TestMethod]
    public void Mistakes_AreNamed()
    {
        SweepSpace<Outer> space = new();
        AssertError("The option 'Name' is a String, and a range is for int, long, float and double. Use a choice.", () => space.Range(options => options.Name, "1", "2"));
        AssertError("The range of 'Width', 5 to 2, must be finite, not empty, and positive where it is logarithmic.", () => space.Range(options => options.Width, 5, 2));
        AssertError("The choice of 'Width' must have values, each of them once.", () => space.Choice(options => options.Width, 1, 1));
        AssertError("'Name' is not searched. Give it a range or a choice first.", () => space.OnlyIf(options => options.Name, options => options.Width, 2));
        AssertError("'options => 3' names no option. Write options => options.LearningRate, or the name of another property or field.", () => space.Fix(options => 3, 3));
    }

    private static void AssertError(string message, Action action) => Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentException>(action).Message);

    internal sealed class Outer
    {
        [Range(2, 9)]
        public int Width { get; set; } = 2;

        public string Name { get; set; } = "";

        [NestOption]
        public Inner? Inner { get; set; }
    }

    internal sealed class Inner
    {
        [Range(1e-3, 1.0, true)]
        public double Rate { get; set; } = 1;

        [Choice("First", "Third")]
        public TestFunction.Kind Kind { get; set; }
    }
}

using System.Globalization;
using System.Reflection;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.Tests;

/// <summary>The options as search spaces of ML.NET's AutoML, which reads these attributes and starts at their initial values.</summary>
[TestClass]
public sealed class SearchSpaceTests
{
    private const string FollowsInput = "its default follows the data, and a search could not start there";
    private const string FollowsBackbone = "its default follows the backbone, and a search could not start there";
    private const string OfOneSchedule = "the default schedule does not follow it";
    private const string OfOneTask = "other tasks refuse or ignore it, and a search is for all; it changes the measure that epochs are compared by";
    private const string OfOneKind = "rows of the other kind refuse it, and a search is for both";
    private const string AugmentationOfSome = "it helps some images or signals only; a dimension of a search for all would slow it down";

    /// <summary>Numbers, switches and enums that a sweep does not range over, and why.</summary>
    private static readonly Dictionary<string, string> s_notSearched = new()
    {
        [nameof(DeepTrainerOptions.Optimizer)] = "each wants other learning rates",
        [nameof(MlpOptions.EnsembleForm)] = "of no consequence for one network, which most trials have",
        [nameof(DeepTrainerOptions.Momentum)] = "AdamW does not follow it",
        [nameof(DeepTrainerOptions.LearningRateFactor)] = OfOneSchedule,
        [nameof(DeepTrainerOptions.LearningRateStepEpochs)] = OfOneSchedule,
        [nameof(DeepTrainerOptions.LearningRatePlateauEpochs)] = OfOneSchedule,
        [nameof(DeepTrainerOptions.WeightAveraging)] = "features that are mostly zero refuse it, and a search is for all",
        [nameof(DeepTrainerOptions.BatchesPerStep)] = "a matter of memory; BatchSize is searched",
        [nameof(DeepTrainerOptions.CalibrateProbabilities)] = "regression refuses it, and a search is for all",
        [nameof(TorchOptions.KeepInitialWeights)] = "whoever made the network knows what its weights are worth",
        [nameof(DeepTrainerOptions.Loss)] = OfOneTask,
        [nameof(DeepTrainerOptions.LabelSmoothing)] = OfOneTask,
        [nameof(DeepTrainerOptions.FocalGamma)] = OfOneTask,
        [nameof(DeepTrainerOptions.HuberDelta)] = OfOneTask,
        [nameof(DeepTrainerOptions.Quantile)] = "what is wanted, not how to get there",
        [nameof(DeepTrainerOptions.BalanceClasses)] = "what is wanted, not how to get there",
        [nameof(DeepTrainerOptions.LearningRateSchedule)] = "one schedule suits most data; the rate decides",
        [nameof(DeepTrainerOptions.GradientClipNorm)] = "a safety net; the learning rate decides",
        [nameof(DeepTrainerOptions.ValidationFraction)] = "it changes the measure that trials are compared by",
        [nameof(DeepTrainerOptions.EarlyStoppingPatience)] = "a budget, not a property of the network",
        [nameof(DeepTrainerOptions.Precision)] = "a matter of speed, and of the CPU",
        [nameof(DeepTrainerOptions.NumberOfThreads)] = "a matter of speed, and of the machine",
        [nameof(DeepTrainerOptions.TimeBudget)] = "a budget, not a property of the network",
        [nameof(DeepTrainerOptions.MemoryBudget)] = "it changes where rows lie, not the network",
        [nameof(MlpOptions.FeatureDropout)] = FollowsInput,
        [nameof(CnnOptions.IsInterleaved)] = "a fact of the data",
        [nameof(CnnOptions.StageCount)] = FollowsInput,
        [nameof(CnnOptions.BlocksPerStage)] = FollowsBackbone,
        [nameof(CnnOptions.Channels)] = FollowsBackbone,
        [nameof(CnnOptions.KernelSize)] = FollowsBackbone,
        [nameof(CnnOptions.HorizontalFlip)] = FollowsInput,
        [nameof(CnnOptions.VerticalFlip)] = "whoever knows the images knows whether they may stand on their head",
        [nameof(CnnOptions.CropPadding)] = FollowsInput,
        [nameof(CnnOptions.RotationDegrees)] = OfOneKind,
        [nameof(CnnOptions.Zoom)] = OfOneKind,
        [nameof(CnnOptions.Brightness)] = AugmentationOfSome,
        [nameof(CnnOptions.Contrast)] = AugmentationOfSome,
        [nameof(CnnOptions.Jitter)] = AugmentationOfSome,
        [nameof(CnnOptions.MagnitudeScaling)] = AugmentationOfSome,
        [nameof(CnnOptions.TimeWarp)] = OfOneKind,
        [nameof(CnnOptions.WindowSlice)] = OfOneKind,
        [nameof(CnnOptions.TestTimeAugmentation)] = "it takes twice the time to score, which is for the user to decide",
        [nameof(RnnOptions.FeaturesPerStep)] = "a fact of the data",
        [nameof(RnnOptions.MaximumLength)] = "a budget, and a fact of the data",
        [nameof(RnnOptions.Truncation)] = "whoever knows the sequences knows which end matters",
        [nameof(RnnOptions.FrontKernelSize)] = FollowsInput,
        [nameof(RnnOptions.HeadCount)] = "it must divide HiddenSize, and a search could leave that",
        [nameof(DeepTrainerOptions.Seed)] = "choosing the best seed is choosing by luck",
    };

    public static IEnumerable<object[]> Records => OptionsRecords.All.Select(type => new object[] { type });

    [TestMethod]
    [DynamicData(nameof(OptionsRecords.Rows), typeof(OptionsRecords))]
    public void Property_CanBeSetByAnyone(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        Assert.IsNotNull(type.GetConstructor(Type.EmptyTypes));
        Assert.IsTrue(property.GetMethod!.IsPublic);
        Assert.IsTrue(property.SetMethod!.IsPublic);
    }

    [TestMethod]
    [DynamicData(nameof(OptionsRecords.Rows), typeof(OptionsRecords))]
    public void Property_ThatCouldBeTuned_HasASearchRangeOrAReasonAgainst(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        Type value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        bool couldBeTuned = value.IsEnum || value == typeof(bool) || value == typeof(int) || value == typeof(long) || value == typeof(double) || value == typeof(TimeSpan);
        Assert.AreEqual(couldBeTuned && !s_notSearched.ContainsKey(name), IsSearched(property));
    }

    [TestMethod]
    [DynamicData(nameof(OptionsRecords.Rows), typeof(OptionsRecords))]
    public void Search_StartsAtTheDefault(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        object? start = property.GetCustomAttribute<RangeAttribute>()?.Init
            ?? property.GetCustomAttribute<ChoiceAttribute>()?.DefaultValue
            ?? property.GetCustomAttribute<BooleanChoiceAttribute>()?.DefaultValue;
        Assert.AreEqual(IsSearched(property), start is not null);
        if (start is not null)
        {
            Assert.AreEqual(property.GetValue(OptionsRecords.Create(type)), Convert(property, start));
        }
    }

    [TestMethod]
    [DynamicData(nameof(OptionsRecords.Rows), typeof(OptionsRecords))]
    public void Range_IsOrderedAndItsLogarithmsExist(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            double minimum = Number(range.Min), start = Number(range.Init), maximum = Number(range.Max);
            Assert.AreEqual(property.PropertyType, range.Min.GetType()); // AutoML makes a search over integers from integers
            Assert.IsLessThan(maximum, minimum);
            Assert.IsInRange(minimum, maximum, start);
            Assert.IsTrue(!range.LogBase || minimum > 0);
        }
    }

    [TestMethod]
    [DynamicData(nameof(OptionsRecords.Rows), typeof(OptionsRecords))]
    public void Choice_OffersEachValueOnceAndTheDefaultAmongThem(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        if (property.GetCustomAttribute<ChoiceAttribute>() is { } choice)
        {
            object[] candidates = [.. choice.Candidates.Select(candidate => Convert(property, candidate))];
            CollectionAssert.AllItemsAreUnique(candidates);
            Assert.Contains(Convert(property, choice.DefaultValue), candidates);
        }
    }

    [TestMethod]
    [DynamicData(nameof(OptionsRecords.Rows), typeof(OptionsRecords))]
    public void SearchedValue_IsValid(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        RangeAttribute? range = property.GetCustomAttribute<RangeAttribute>();
        object[] ends = range is null ? property.GetCustomAttribute<ChoiceAttribute>()?.Candidates ?? [] : [range.Min, range.Max];
        foreach (object end in ends)
        {
            DeepTrainerOptions options = OptionsRecords.Create(type);
            property.SetValue(options, Convert(property, end));
            options.Check();
        }
    }

    [TestMethod]
    [DynamicData(nameof(OptionsRecords.Rows), typeof(OptionsRecords))]
    public void Range_OverAMagnitudeOrMore_IsLogarithmic(Type type, string name)
    {
        if (type.GetProperty(name)!.GetCustomAttribute<RangeAttribute>() is { } range && Number(range.Min) > 0)
        {
            Assert.AreEqual(Number(range.Max) / Number(range.Min) >= 10, range.LogBase);
        }
    }

    // A trial that throws before any has succeeded ends AutoML's experiment, and options that contradict each other throw.
    [TestMethod]
    [DynamicData(nameof(Records))]
    public void Trial_AnywhereInTheSpace_HasValidOptions(Type type)
    {
        foreach (DeepTrainerOptions options in new AutoMLSpace(type).Samples(count: 2000, seed: 1))
        {
            options.Check();
        }
    }

    [TestMethod]
    [DynamicData(nameof(Records))]
    public void FirstTrial_HasTheDefaults(Type type)
    {
        AutoMLSpace space = new(type);
        DeepTrainerOptions defaults = OptionsRecords.Create(type), first = space.Options(space.Defaults);
        Assert.IsGreaterThan(4, space.Dimensions); // a choice is one for each of its values
        foreach (PropertyInfo property in OptionsRecords.Properties(type))
        {
            object? expected = property.GetValue(defaults), got = property.GetValue(first);
            if (expected is int or double)
            {
                Assert.AreEqual(Number(expected), Number(got!), expected is int ? 1 : 1e-9); // AutoML rounds whole numbers down: 256 comes back as 255
            }
            else
            {
                Assert.AreEqual(expected, got);
            }
        }
    }

    private static bool IsSearched(PropertyInfo property) =>
        property.IsDefined(typeof(RangeAttribute)) || property.IsDefined(typeof(ChoiceAttribute)) || property.IsDefined(typeof(BooleanChoiceAttribute));

    /// <summary>A value of an attribute as the property's type: text stands for enums.</summary>
    private static object Convert(PropertyInfo property, object value) => property.PropertyType.IsEnum
        ? Enum.Parse(property.PropertyType, (string)value)
        : System.Convert.ChangeType(value, property.PropertyType, CultureInfo.InvariantCulture);

    private static double Number(object value) => System.Convert.ToDouble(value, CultureInfo.InvariantCulture);
}

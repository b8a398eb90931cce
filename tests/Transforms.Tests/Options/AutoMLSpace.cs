using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep.Tests;

/// <summary>A search space as <c>new SearchSpace&lt;T&gt;()</c> of Microsoft.ML.AutoML makes it: a point of the unit cube is a JSON object, and that an options record.</summary>
internal sealed class AutoMLSpace(Type type)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly (string Name, object Attribute)[] _options =
    [
        .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           from attribute in property.GetCustomAttributes(inherit: false)
           where attribute is RangeAttribute or ChoiceAttribute or BooleanChoiceAttribute
           orderby property.Name
           select (property.Name, attribute),
    ];

    internal int Dimensions => _options.Length;

    internal double[] Defaults => [.. _options.Select(option => Start(option.Attribute))];

    /// <param name="point">A number from 0 to 1 for each searched option, ends included.</param>
    internal DeepTrainerOptions Options(double[] point)
    {
        JsonObject json = new(_options.Zip(point, (option, place) => KeyValuePair.Create(option.Name, JsonValueOf(ValueAt(option.Attribute, place)))));
        return (DeepTrainerOptions)JsonSerializer.Deserialize(json, type, s_json)!;
    }

    /// <summary>Points at random, and as many corners of the cube.</summary>
    internal IEnumerable<DeepTrainerOptions> Samples(int count, int seed)
    {
        Random random = new(seed);
        for (int index = 0; index < count; index++)
        {
            yield return Options([.. _options.Select(_ => random.NextDouble())]);
            yield return Options([.. _options.Select(_ => (double)random.Next(2))]);
        }
    }

    /// <summary>Points of which each option takes all its values, or passes through its range, in an order of its own (a latin hypercube).</summary>
    internal IEnumerable<DeepTrainerOptions> Strata(int count, int seed)
    {
        Random random = new(seed);
        double[][] places = [.. _options.Select(_ =>
        {
            double[] middles = [.. Enumerable.Range(0, count).Select(stratum => (stratum + 0.5) / count)];
            random.Shuffle(middles);
            return middles;
        })];
        return Enumerable.Range(0, count).Select(index => Options([.. places.Select(middles => middles[index])]));
    }

    private static object ValueAt(object attribute, double place) => attribute switch
    {
        RangeAttribute { Min: int minimum, Max: int maximum } range => (int)Math.Floor(Between(minimum, maximum, range.LogBase, place)),
        RangeAttribute { Min: double minimum, Max: double maximum } range => Between(minimum, maximum, range.LogBase, place),
        _ => Candidate(attribute is ChoiceAttribute choice ? choice.Candidates : [true, false], place),
    };

    private static double Start(object attribute) => attribute switch
    {
        RangeAttribute range => Place(Number(range.Init), Number(range.Min), Number(range.Max), range.LogBase),
        ChoiceAttribute choice => (double)Array.IndexOf(choice.Candidates, choice.DefaultValue) / choice.Candidates.Length,
        BooleanChoiceAttribute choice => choice.DefaultValue ? 0 : 0.5,
        _ => throw new NotSupportedException($"{attribute}"),
    };

    private static object Candidate(object[] candidates, double place) => candidates[Math.Min((int)(float)(candidates.Length * place), candidates.Length - 1)];

    private static double Between(double minimum, double maximum, bool isLog, double place) =>
        isLog ? minimum * Math.Pow(maximum / minimum, place) : minimum + (maximum - minimum) * place;

    private static double Place(double value, double minimum, double maximum, bool isLog) =>
        isLog ? Math.Log(value / minimum) / Math.Log(maximum / minimum) : (value - minimum) / (maximum - minimum);

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static JsonNode? JsonValueOf(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), s_json);
}

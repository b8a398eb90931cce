using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetDeep.Tests;

/// <summary>Options survive System.Text.Json with its defaults, which is how models and ML.NET's AutoML carry them.</summary>
[TestClass]
public sealed class OptionsJsonTests
{
    private static readonly string[] s_notSerialized = [nameof(DeepTrainerOptions.Progress), nameof(DeepTrainerOptions.StopWhen), nameof(DeepTrainerOptions.InitialModel), nameof(TorchOptions.Network), nameof(DeepTrainerOptions.CheckpointPath), nameof(DeepTrainerOptions.InitialWeightsFile), nameof(DeepTrainerOptions.CancellationToken)];

    [TestMethod]
    public void Records_AreFound() => Assert.Contains(typeof(MlpOptions), OptionsRecords.All);

    [TestMethod]
    [DynamicData(nameof(OptionsRecords.Rows), typeof(OptionsRecords))]
    public void Property_WithAnotherValueThanItsDefault_ComesBack(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        DeepTrainerOptions options = OptionsRecords.CreateChanged(type);
        string defaultValue = Text(property, OptionsRecords.Create(type));
        string expected = s_notSerialized.Contains(name) ? defaultValue : Text(property, options);
        Assert.AreEqual(s_notSerialized.Contains(name), expected == defaultValue);

        object alone = JsonSerializer.Deserialize(JsonSerializer.Serialize(options, type), type)!;
        DeepTrainerOptions polymorphic = JsonSerializer.Deserialize<DeepTrainerOptions>(JsonSerializer.Serialize(options))!;
        Assert.AreEqual(type, polymorphic.GetType());
        Assert.AreEqual(expected, Text(property, alone));
        Assert.AreEqual(expected, Text(property, polymorphic));
    }

    [TestMethod]
    [DynamicData(nameof(OptionsRecords.Rows), typeof(OptionsRecords))]
    public void Property_MissingInJson_HasItsDefault(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        Assert.AreEqual(Text(property, OptionsRecords.Create(type)), Text(property, JsonSerializer.Deserialize("{}", type)!));
    }

    [TestMethod]
    [DynamicData(nameof(OptionsRecords.Rows), typeof(OptionsRecords))]
    public void Property_InJson_IsTextForEnumsAndAbsentForCallbacks(Type type, string name)
    {
        JsonObject json = JsonSerializer.SerializeToNode(OptionsRecords.CreateChanged(type), type)!.AsObject();
        Assert.AreEqual(!s_notSerialized.Contains(name), json.ContainsKey(name));
        if (type.GetProperty(name)!.PropertyType.IsEnum)
        {
            Assert.AreEqual(JsonValueKind.String, json[name]!.GetValueKind());
        }
    }

    /// <summary>The value of a property as text, lists by content.</summary>
    private static string Text(PropertyInfo property, object options) => property.GetValue(options) switch
    {
        IEnumerable<int> list => string.Join(", ", list),
        IEnumerable<string> list => string.Join(", ", list),
        IEnumerable<double> list => string.Join(", ", list),
        CancellationToken token => $"{token.CanBeCanceled}",
        var value => $"{value}",
    };
}

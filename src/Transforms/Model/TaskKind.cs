using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>What a network predicts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskKind>))]
public enum TaskKind
{
    /// <summary>One of two classes, as a Boolean.</summary>
    BinaryClassification,

    /// <summary>One of several classes, as a key.</summary>
    MulticlassClassification,

    /// <summary>A number.</summary>
    Regression,
}

using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>Which steps of a sequence are kept that has too many.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Truncation>))]
public enum Truncation
{
    /// <summary>The first.</summary>
    KeepFirst,

    /// <summary>The last.</summary>
    KeepLast,
}

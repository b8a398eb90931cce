using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>What is done about images of a folder that cannot be read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UnreadableImages>))]
public enum UnreadableImages
{
    /// <summary>One error names the first of them and how many more there are.</summary>
    Fail,

    /// <summary>They are left out, listed in <see cref="ImageFolderView.Skipped"/>, and one warning says how many they are.</summary>
    Skip,
}

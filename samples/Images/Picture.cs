namespace Images;

/// <summary>A picture to predict, by its file.</summary>
internal sealed class Picture
{
    public string File { get; init; } = "";
}

namespace MLNetDeep;

/// <summary>An image that was left out.</summary>
public sealed record SkippedImage
{
    /// <summary>The full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Why it could not be read, as the error would say.</summary>
    public required string Reason { get; init; }
}

using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>How a folder of images is loaded.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>How each image becomes numbers.</summary>
    public required DecodePixelsOptions Pixels { get; init; }

    /// <summary>What is done about images that cannot be read.</summary>
    /// <value>The default is <see cref="UnreadableImages.Fail"/>.</value>
    public UnreadableImages OnUnreadable { get; init; }

    /// <summary>Is told of progress after each hundredth of the images, on the threads that decode, one call at a time.</summary>
    /// <value>The default is <see langword="null"/>. Not serialized.</value>
    [JsonIgnore]
    public IProgress<ImageFolderProgress>? Progress { get; init; }

    /// <summary>Ends loading within an image, with <see cref="OperationCanceledException"/>.</summary>
    /// <value>The default never cancels. Not serialized.</value>
    [JsonIgnore]
    public CancellationToken CancellationToken { get; init; }

    internal void Check()
    {
        Require.That(Pixels is not null, nameof(Pixels), Pixels, "set");
        Pixels!.Check();
        Require.Defined(nameof(OnUnreadable), OnUnreadable);
    }
}

using Microsoft.ML.Transforms.Image;

namespace MLNetDeep.Tests;

/// <summary>An image as text, as bytes and as an image.</summary>
internal sealed class ToyRow
{
    public string Path { get; init; } = "";

    public byte[] Content { get; init; } = [];

    [ImageType(18, 24)] // ML.NET wants a size and does not look at it
    public MLImage? Image { get; init; }

    public int Number { get; init; }
}

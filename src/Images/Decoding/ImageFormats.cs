namespace MLNetDeep;

/// <summary>The kinds of file that are decoded.</summary>
/// <remarks>Skia knows more of them. What is not named here never reaches it: the decoders of rare formats are the least tried.</remarks>
internal static class ImageFormats
{
    internal const string Names = "JPEG, PNG, GIF, BMP or WebP";

    internal static readonly IReadOnlyList<string> Extensions = [".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp"];

    /// <summary>Whether a file begins as one of these kinds does.</summary>
    internal static bool IsKnown(ReadOnlySpan<byte> file) =>
        file.StartsWith<byte>([0xFF, 0xD8, 0xFF])
        || file.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G'])
        || file.StartsWith("GIF8"u8)
        || file.StartsWith("BM"u8)
        || (file.StartsWith("RIFF"u8) && file.Length > 12 && file[8..].StartsWith("WEBP"u8));
}

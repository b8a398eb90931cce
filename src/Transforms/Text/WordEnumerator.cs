using System.Buffers;
using System.Globalization;
using System.Text;

namespace MLNetDeep;

/// <summary>The words and symbols of a text, one after the other, by the rule of <see cref="TokenizerKind.Words"/>.</summary>
/// <remarks>UTF-16 that is not well-formed separates words.</remarks>
internal ref struct WordEnumerator(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    /// <summary>The word as it stands in the text.</summary>
    internal ReadOnlySpan<char> Current { get; private set; }

    internal static bool IsApostrophe(char symbol) => symbol is '\'' or '’';

    internal bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            bool isValid = Rune.DecodeFromUtf16(_rest, out Rune first, out int length) == OperationStatus.Done;
            if (isValid && Rune.IsLetterOrDigit(first) && !StandsAlone(first))
            {
                length += RestOfWord(_rest[length..]);
            }
            Current = _rest[..length];
            _rest = _rest[length..];
            if (isValid && IsVisible(first))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>How many units behind its first letter belong to a word.</summary>
    private static int RestOfWord(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (true)
        {
            int apostrophe = length < text.Length && IsApostrophe(text[length]) ? 1 : 0;
            if (Rune.DecodeFromUtf16(text[(length + apostrophe)..], out Rune next, out int units) != OperationStatus.Done
                || StandsAlone(next)
                || !(Rune.IsLetterOrDigit(next) || (apostrophe == 0 && IsMark(next))))
            {
                return length;
            }
            length += apostrophe + units;
        }
    }

    /// <summary>Ideographs and kana are written without spaces between words.</summary>
    private static bool StandsAlone(Rune rune) => rune.Value is (>= 0x3041 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsVisible(Rune rune) => !IsMark(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Control or UnicodeCategory.Format);
}

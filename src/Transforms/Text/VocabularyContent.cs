using System.Text;

namespace MLNetDeep;

/// <summary>The bytes of a vocabulary or merges file, from disk or out of a model. They may be anything.</summary>
/// <param name="Name">What errors call it.</param>
/// <param name="Bytes">The content.</param>
internal sealed record VocabularyContent(string Name, byte[] Bytes)
{
    internal const int MaximumLength = 1 << 26; // bytes; the largest published files have about 2^24

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="option">The option that names it.</param>
    internal static VocabularyContent Read(string path, string option)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{option} '{path}' does not exist.", path);
        }
        using FileStream file = File.OpenRead(path);
        if (file.Length > MaximumLength)
        {
            throw new FormatException($"{option} '{path}' has {file.Length} bytes; expected at most {MaximumLength}.");
        }
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return new VocabularyContent(Path.GetFileName(path), bytes);
    }

    /// <summary>The lines of the text, without what ends them.</summary>
    internal IEnumerable<string> Lines(string expected)
    {
        using StringReader reader = new(Text(expected));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>The tokens of a file with one in each line.</summary>
    internal string[] TokenLines(TokenizerKind tokenizer)
    {
        string expected = $"one token of {tokenizer} per line";
        string[] tokens = [.. Lines(expected)];
        HashSet<string> seen = [];
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i] == "" || !seen.Add(tokens[i]))
            {
                throw Error(expected, tokens[i] == "" ? $"an empty line {i + 1}" : $"'{tokens[i]}' once more in line {i + 1}");
            }
        }
        return tokens.Length is > 0 and <= EncodeTokensOptions.LargestVocabulary ? tokens : throw Error(expected, $"{tokens.Length} lines");
    }

    internal FormatException Error(string expected, string got) => new($"The vocabulary '{Name}' cannot be used: expected {expected}, got {got}.");

    /// <summary>The text of the bytes, which are UTF-8.</summary>
    private string Text(string expected)
    {
        try
        {
            return s_utf8.GetString(Bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            throw Error($"{expected}, in UTF-8", $"other bytes at {exception.Index}");
        }
    }
}

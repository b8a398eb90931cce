using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace MLNetDeep;

/// <summary>Byte pair encoding from lines of a token in base 64 and its rank, which is its number.</summary>
internal static class TiktokenVocabulary
{
    private const string Expected = "a token in base 64, a space and its rank per line, each token once and each byte a token";

    /// <exception cref="FormatException">The content is something else.</exception>
    internal static SubwordEncoder Encoder(VocabularyContent vocabulary, EncodeTokensOptions options)
    {
        Dictionary<string, int> ranks = Ranks(vocabulary);
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            if (!ranks.ContainsKey(Convert.ToBase64String([(byte)value])))
            {
                throw vocabulary.Error(Expected, $"none for byte {value}");
            }
        }
        string[] table = TokenTable.Of(ranks, vocabulary, Expected);
        using MemoryStream lines = new(Encoding.ASCII.GetBytes(string.Join('\n', ranks.Select(token => string.Create(CultureInfo.InvariantCulture, $"{token.Key} {token.Value}")))));
        TiktokenTokenizer tokenizer = TiktokenTokenizer.Create(lines, RobertaPreTokenizer.Instance, normalizer: null);
        string[] texts = [.. table.Select(token => Encoding.UTF8.GetString(Convert.FromBase64String(token)))]; // a part of a character is shown as U+FFFD
        return new SubwordEncoder(tokenizer, texts, unknown: null, options.EffectiveLowerCase);
    }

    /// <summary>The ranks of the tokens, whose bytes are in base 64 in its one standard form.</summary>
    /// <remarks>The library's own reader hangs at an empty line, and takes memory as the first line says.</remarks>
    private static Dictionary<string, int> Ranks(VocabularyContent vocabulary)
    {
        Dictionary<string, int> ranks = [];
        int number = 0;
        byte[] buffer = [];
        foreach (string line in vocabulary.Lines(Expected))
        {
            number++;
            if (line == "")
            {
                continue;
            }
            int space = line.IndexOf(' ');
            Array.Resize(ref buffer, Math.Max(buffer.Length, line.Length));
            if (space <= 0 || !Convert.TryFromBase64String(line[..space], buffer, out int length) || length == 0
                || !int.TryParse(line.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int rank)
                || !ranks.TryAdd(Convert.ToBase64String(buffer, 0, length), rank))
            {
                throw vocabulary.Error(Expected, $"'{line[..Math.Min(line.Length, 80)]}' in line {number}");
            }
        }
        return ranks;
    }
}

using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace MLNetDeep;

/// <summary>Byte pair encoding from a JSON object of tokens and their numbers, and lines of two tokens that merge.</summary>
internal static class BytePairVocabulary
{
    private const string ExpectedTokens = "a JSON object of tokens and their numbers, each once";
    private const string ExpectedMerges = "two tokens of the vocabulary per line, which together are a third";

    private static readonly string[] s_unknown = ["<unk>", "[UNK]"];

    /// <exception cref="FormatException">A file is not what it should be.</exception>
    internal static SubwordEncoder Encoder(VocabularyContent vocabulary, VocabularyContent merges, EncodeTokensOptions options)
    {
        Dictionary<string, int> tokens = Tokens(vocabulary);
        string[] table = TokenTable.Of(tokens, vocabulary, ExpectedTokens);
        string? unknown = s_unknown.FirstOrDefault(tokens.ContainsKey);
        BpeTokenizer tokenizer = BpeTokenizer.Create(new BpeOptions(tokens)
        {
            Merges = Merges(merges, tokens),
            ByteLevel = options.ByteLevel,
            PreTokenizer = options.ByteLevel ? RobertaPreTokenizer.Instance : PreTokenizer.CreateWordOrNonWord(),
            UnknownToken = unknown,
        });
        return new SubwordEncoder(tokenizer, table, unknown is null ? null : tokens[unknown], options.EffectiveLowerCase);
    }

    private static Dictionary<string, int> Tokens(VocabularyContent vocabulary)
    {
        Dictionary<string, int> tokens = [];
        Utf8JsonReader json = new(vocabulary.Bytes, new JsonReaderOptions { MaxDepth = 1 });
        try
        {
            json.Read();
            bool isObject = json.TokenType == JsonTokenType.StartObject;
            while (isObject && json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string text = json.GetString()!;
                if (!json.Read() || json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out int number) || text == "" || !tokens.TryAdd(text, number))
                {
                    throw vocabulary.Error(ExpectedTokens, $"something else for '{text}' at byte {json.TokenStartIndex}");
                }
            }
            return isObject && !json.Read() ? tokens : throw vocabulary.Error(ExpectedTokens, $"something else at byte {json.TokenStartIndex}");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter for text that is no UTF-8
        {
            throw vocabulary.Error(ExpectedTokens, $"something else at byte {json.TokenStartIndex}");
        }
    }

    private static List<string> Merges(VocabularyContent merges, Dictionary<string, int> tokens)
    {
        List<string> lines = [];
        HashSet<string> seen = [];
        int number = 0;
        foreach (string line in merges.Lines(ExpectedMerges))
        {
            number++;
            if (line == "" || (number == 1 && line.StartsWith("#version", StringComparison.Ordinal)))
            {
                continue;
            }
            string[] pair = line.Split(' ');
            if (pair.Length != 2 || !tokens.ContainsKey(pair[0]) || !tokens.ContainsKey(pair[1]) || !tokens.ContainsKey(pair[0] + pair[1]) || !seen.Add(line))
            {
                throw merges.Error(ExpectedMerges, $"'{line}' in line {number}");
            }
            lines.Add(line);
        }
        return lines;
    }
}

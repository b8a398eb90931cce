using System.Text;

namespace MLNetDeep;

/// <summary>Encodes the words and symbols of a text.</summary>
internal sealed class WordEncoder : ITokenEncoder
{
    private readonly WordForm _form;
    private readonly Dictionary<string, int> _ids = [];

    private WordEncoder(IReadOnlyList<string> words, bool lowerCase)
    {
        _form = new WordForm(lowerCase);
        Tokens = words;
        for (int id = 0; id < words.Count; id++)
        {
            _ids.Add(words[id], id);
        }
    }

    public IReadOnlyList<string> Tokens { get; }

    /// <exception cref="FormatException">The content is not one word per line.</exception>
    internal static WordEncoder Of(VocabularyContent vocabulary, bool lowerCase) => new(vocabulary.TokenLines(TokenizerKind.Words), lowerCase);

    /// <summary>Words as the content of a file.</summary>
    internal static byte[] Write(IEnumerable<string> words) => Encoding.UTF8.GetBytes(string.Join('\n', words));

    public void Encode(ReadOnlySpan<char> text, int maximumTokens, List<uint> keys)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[WordForm.MaximumLength];
        WordEnumerator words = new(text);
        while (keys.Count < maximumTokens && words.MoveNext())
        {
            bool isKnown = ids.TryGetValue(words.Current.Length > WordForm.MaximumLength ? "" : _form.Of(words.Current, buffer), out int id);
            keys.Add(isKnown ? (uint)id + 1 : 0);
        }
    }
}

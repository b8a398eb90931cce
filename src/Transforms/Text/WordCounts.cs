using System.Runtime.InteropServices;

namespace MLNetDeep;

/// <summary>How often each word occurs, to learn a vocabulary.</summary>
/// <param name="lowerCase">Whether upper and lower case are one.</param>
/// <param name="capacity">The most words that are counted at a time.</param>
/// <remarks>
/// Where there are more different words than the capacity, the rarest ones so far are forgotten, as by word2vec (Mikolov et al. 2013): counts of
/// rare words are then too low, and those of frequent ones hardly so.
/// </remarks>
internal sealed class WordCounts(bool lowerCase, int capacity = WordCounts.DefaultCapacity)
{
    private const int DefaultCapacity = 1 << 22; // words, in half a gigabyte

    private readonly WordForm _form = new(lowerCase);
    private readonly Dictionary<string, long> _counts = [];
    private long _forgotten; // words that occurred so often and no oftener

    internal void Add(ReadOnlySpan<char> text)
    {
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> counts = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[WordForm.MaximumLength];
        WordEnumerator words = new(text);
        while (words.MoveNext())
        {
            if (words.Current.Length > WordForm.MaximumLength)
            {
                continue;
            }
            CollectionsMarshal.GetValueRefOrAddDefault(counts, _form.Of(words.Current, buffer), out _)++;
            while (_counts.Count > capacity)
            {
                _forgotten++;
                ForgetRarest();
            }
        }
    }

    /// <summary>The most frequent words first, equally frequent ones in ordinal order.</summary>
    internal string[] MostFrequent(int minimumCount, int maximumSize) =>
    [
        .. _counts
            .Where(word => word.Value >= minimumCount)
            .OrderByDescending(word => word.Value)
            .ThenBy(word => word.Key, StringComparer.Ordinal)
            .Take(maximumSize)
            .Select(word => word.Key),
    ];

    private void ForgetRarest()
    {
        foreach ((string word, long count) in _counts)
        {
            if (count <= _forgotten)
            {
                _counts.Remove(word);
            }
        }
    }
}

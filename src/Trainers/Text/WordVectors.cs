namespace MLNetDeep.Text;

/// <summary>Word vectors that were trained elsewhere, for the tokens of a vocabulary.</summary>
/// <param name="Dimension">D, the numbers of a vector.</param>
/// <param name="Values">The vectors, row-major, shape [vocabulary, D]; zeros where none was found.</param>
/// <param name="IsFound">Which tokens have a vector, shape [vocabulary].</param>
/// <remarks>
/// <para>The text formats of GloVe and fastText: a word and its numbers per line, with spaces between, in UTF-8; the first line may be fastText's count and dimension. Only the
/// vectors of the vocabulary are kept, and only their numbers are read; words are compared as they are, so that a vocabulary in lower case finds 'the' and not 'The'.
/// The first vector of a word counts.</para>
/// <para>Pennington et al. 2014, EMNLP (GloVe); Bojanowski et al. 2017, TACL 5 (fastText).</para>
/// </remarks>
internal sealed record WordVectors(int Dimension, float[] Values, bool[] IsFound)
{
    /// <summary>The share of the tokens that have a vector, in [0, 1].</summary>
    internal double Coverage => (double)IsFound.Count(found => found) / Math.Max(1, IsFound.Length);

    /// <summary>Reads a file line by line.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="vocabulary">The texts of the tokens.</param>
    /// <param name="dimension">The dimension that is wanted; <see langword="null"/> for that of the file.</param>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="FormatException">A line is not what it should be; the message names it.</exception>
    internal static WordVectors Read(string path, IReadOnlyList<string> vocabulary, int? dimension = null)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The word vectors '{path}' do not exist.", path);
        }
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return new WordVectorReader(Path.GetFileName(path), vocabulary, dimension).Read(new BoundedLines(file));
    }
}

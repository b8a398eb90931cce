using System.Globalization;
using System.Text;

namespace MLNetDeep.Text;

/// <summary>Reads <see cref="WordVectors"/>.</summary>
internal sealed class WordVectorReader
{
    private const int MaximumDimension = 4096;

    private readonly string _file;
    private readonly int? _wanted;
    private readonly Dictionary<string, int> _tokens = [];
    private readonly bool[] _isFound;
    private float[] _values = [];
    private int _dimension;
    private int _line;

    /// <param name="file">What errors call the file.</param>
    /// <param name="vocabulary">The texts of the tokens.</param>
    /// <param name="wanted">The dimension that is wanted, if any.</param>
    internal WordVectorReader(string file, IReadOnlyList<string> vocabulary, int? wanted)
    {
        _file = file;
        _wanted = wanted;
        _isFound = new bool[vocabulary.Count];
        for (int token = 0; token < vocabulary.Count; token++)
        {
            _tokens.TryAdd(vocabulary[token], token);
        }
    }

    internal WordVectors Read(BoundedLines lines)
    {
        while (Next(lines, out ReadOnlySpan<byte> line))
        {
            if (line.IsEmpty || (_line == 1 && IsHeader(line)))
            {
                continue;
            }
            if (_dimension == 0)
            {
                Allocate(line.Count((byte)' '));
            }
            Take(line);
        }
        return _dimension > 0
            ? new WordVectors(_dimension, _values, _isFound)
            : throw new FormatException($"The word vectors '{_file}' have no row: expected a word and its numbers in each line.");
    }

    private bool Next(BoundedLines lines, out ReadOnlySpan<byte> line)
    {
        _line++;
        if (!lines.TryRead(out line))
        {
            return line.IsEmpty ? false : throw Error($"at most {BoundedLines.MaximumLength} bytes", "more");
        }
        line = line.TrimEnd(" \r\t"u8);
        if (_line == 1 && line.StartsWith("\uFEFF"u8))
        {
            line = line["\uFEFF"u8.Length..];
        }
        return true;
    }

    /// <summary>Two whole numbers, which are not trusted: rows say how many they are, and how wide.</summary>
    private static bool IsHeader(ReadOnlySpan<byte> line)
    {
        int space = line.IndexOf((byte)' ');
        return space > 0 && IsWhole(line[..space]) && IsWhole(line[(space + 1)..]);

        static bool IsWhole(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private void Allocate(int dimension)
    {
        if (dimension is 0 or > MaximumDimension)
        {
            throw Error($"a word and 1 to {MaximumDimension} numbers", $"{dimension} numbers");
        }
        if (_wanted is { } other && other != dimension)
        {
            throw Error($"vectors of {other} numbers", $"{dimension}");
        }
        if ((long)dimension * _isFound.Length > Array.MaxLength)
        {
            throw Error($"at most {Array.MaxLength} numbers for all tokens", $"{dimension} for each of {_isFound.Length}");
        }
        _dimension = dimension;
        _values = new float[dimension * _isFound.Length];
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        int numbersAt = NumbersAt(line);
        if (!_tokens.TryGetValue(Encoding.UTF8.GetString(line[..numbersAt]), out int token) || _isFound[token])
        {
            return;
        }
        Span<float> vector = _values.AsSpan(token * _dimension, _dimension);
        ReadOnlySpan<byte> numbers = line[(numbersAt + 1)..];
        for (int i = 0; i < vector.Length; i++)
        {
            int length = i + 1 < vector.Length ? numbers.IndexOf((byte)' ') : numbers.Length;
            if (!IsNumber(numbers[..length], out vector[i]))
            {
                throw Error("a finite number", $"'{Encoding.UTF8.GetString(numbers[..Math.Min(length, 40)])}'");
            }
            numbers = numbers[Math.Min(length + 1, numbers.Length)..];
        }
        _isFound[token] = true;
    }

    /// <summary>Where the space before the numbers is. Words with spaces, of which GloVe has some, are words if what stands before the last D fields is no number.</summary>
    private int NumbersAt(ReadOnlySpan<byte> line)
    {
        int at = line.Length;
        for (int i = 0; i < _dimension; i++)
        {
            at = line[..at].LastIndexOf((byte)' ');
            if (at <= 0)
            {
                throw Error($"a word and {_dimension} numbers", $"{i} numbers");
            }
        }
        int wordAt = line[..at].LastIndexOf((byte)' ');
        return wordAt < 0 || !IsNumber(line[(wordAt + 1)..at], out _)
            ? at
            : throw Error($"a word and {_dimension} numbers", $"{line.Count((byte)' ')} numbers");
    }

    private static bool IsNumber(ReadOnlySpan<byte> text, out float number) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number);

    private FormatException Error(string expected, string got) => new($"The word vectors '{_file}', line {_line}: expected {expected}, got {got}.");
}

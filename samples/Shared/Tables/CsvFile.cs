using System.Text;

namespace Samples;

/// <summary>Reads the rows of a separated text file; fields may be in double quotes, and then hold separators and line ends.</summary>
internal sealed class CsvFile
{
    private static readonly char[] _separators = [',', '\t', ';'];

    private readonly string _path;

    public CsvFile(string path)
    {
        _path = path;
        if (!File.Exists(path))
        {
            throw new InputException($"There is no file '{path}'.");
        }
        Separator = FindSeparator(File.ReadLines(path).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line))
            ?? throw new InputException($"The file '{path}' is empty."));
    }

    public string Name => Path.GetFileName(_path);

    public string FullPath => Path.GetFullPath(_path);

    public char Separator { get; }

    /// <summary>The rows that are not blank, all of equal width.</summary>
    public IEnumerable<IReadOnlyList<string>> Rows()
    {
        int width = 0, count = 0;
        foreach (List<string> row in ReadRows())
        {
            count++;
            width = count == 1 ? row.Count : width;
            yield return row.Count == width
                ? row
                : throw new InputException($"Row {count} of '{_path}' has {row.Count} columns and the first row has {width}.");
        }
    }

    private IEnumerable<List<string>> ReadRows()
    {
        using StreamReader reader = new(_path);
        List<string> row = [];
        StringBuilder field = new();
        bool isQuoted = false;
        for (int next = reader.Read(); next >= 0; next = reader.Read())
        {
            char character = (char)next;
            if (character == '"' && isQuoted && reader.Peek() == '"')
            {
                field.Append((char)reader.Read());
            }
            else if (character == '"' && (isQuoted || IsBlank(field)))
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted || (character != Separator && character is not ('\n' or '\r')))
            {
                field.Append(character);
            }
            else
            {
                EndField(row, field);
                if (character != Separator && !IsBlankRow(row))
                {
                    yield return row;
                    row = [];
                }
            }
        }
        EndField(row, field);
        if (!IsBlankRow(row))
        {
            yield return row;
        }
    }

    private static void EndField(List<string> row, StringBuilder field)
    {
        row.Add(field.ToString().Trim());
        field.Clear();
    }

    /// <summary>Whether a line was blank; forgets its only, empty field.</summary>
    private static bool IsBlankRow(List<string> row)
    {
        bool isBlank = row is [""];
        if (isBlank)
        {
            row.Clear();
        }
        return isBlank;
    }

    private static bool IsBlank(StringBuilder field) => string.IsNullOrWhiteSpace(field.ToString());

    private static char FindSeparator(string line)
    {
        char best = _separators[0];
        foreach (char separator in _separators)
        {
            best = line.Count(c => c == separator) > line.Count(c => c == best) ? separator : best;
        }
        return best;
    }
}

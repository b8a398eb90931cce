namespace BatchScoring;

/// <summary>The folder of scores: a file for each range of rows, complete or not there at all.</summary>
/// <param name="path">The folder.</param>
/// <param name="format">The form of its files.</param>
/// <param name="rowsPerFile">The rows of a range.</param>
internal sealed class ScoreFolder(string path, IScoreFormat format, int rowsPerFile)
{
    private const string Unfinished = ".unfinished";

    private readonly string _key = Path.Combine(path, "_JOB"), _end = Path.Combine(path, "_SUCCESS"); // what begins with _ is no data, to those who read such folders

    public int RowsPerFile => rowsPerFile;

    /// <summary>Whether all rows have been scored.</summary>
    public bool IsComplete => File.Exists(_end);

    /// <summary>How many rows have been scored, from the first on.</summary>
    public long RowsDone
    {
        get
        {
            long rows = 0;
            while (File.Exists(FileOf(rows)))
            {
                rows += rowsPerFile;
            }
            return rows;
        }
    }

    /// <summary>Begins a job, or goes on with one.</summary>
    /// <param name="key">What its scores depend on.</param>
    /// <exception cref="InputException">The folder has scores of another job.</exception>
    public void Begin(string key)
    {
        Directory.CreateDirectory(path);
        if (!File.Exists(_key))
        {
            WriteKey(key);
        }
        else if (File.ReadAllText(_key) != key)
        {
            throw new InputException($"'{path}' has scores of another model, other data or another form ({Path.GetFileName(_key)} says which). Delete it, or name another folder by --scores.");
        }
    }

    /// <summary>Writes the scores of a range.</summary>
    public async Task Write(long firstRow, IReadOnlyList<ScoreColumn> columns, int count)
    {
        string name = FileOf(firstRow);
        await using (FileStream file = File.Create(name + Unfinished))
        {
            await format.Write(file, firstRow, columns, count);
            file.Flush(flushToDisk: true);
        }
        File.Move(name + Unfinished, name, overwrite: true);
    }

    /// <summary>Says that there are no more rows.</summary>
    public void End() => File.WriteAllText(_end, "");

    private string FileOf(long firstRow) => Path.Combine(path, $"rows-{firstRow:D12}{format.Extension}");

    private void WriteKey(string key)
    {
        File.WriteAllText(_key + Unfinished, key);
        File.Move(_key + Unfinished, _key, overwrite: true);
    }
}

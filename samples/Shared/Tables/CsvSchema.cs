namespace Samples;

/// <summary>The columns of a text file, found by reading it once.</summary>
internal sealed class CsvSchema
{
    private CsvSchema(CsvFile file, bool hasHeader, IReadOnlyList<string> firstRow)
    {
        File = file;
        HasHeader = hasHeader;
        HashSet<string> names = [];
        List<CsvColumn> columns = [];
        foreach (string field in firstRow)
        {
            string name = hasHeader && field != "" ? field : $"Column{columns.Count}";
            columns.Add(new CsvColumn(names.Add(name) ? name : $"{name} ({columns.Count})", columns.Count));
        }
        Columns = columns;
    }

    public CsvFile File { get; }

    public bool HasHeader { get; }

    public IReadOnlyList<CsvColumn> Columns { get; }

    public int RowCount { get; private set; }

    /// <param name="path">The file.</param>
    /// <param name="hasHeader">Whether the first row names the columns; <see langword="null"/> to find out.</param>
    public static CsvSchema Read(string path, bool? hasHeader)
    {
        CsvFile file = new(path);
        IReadOnlyList<string> firstRow = file.Rows().First();
        CsvSchema schema = new(file, hasHeader ?? true, firstRow);
        schema.Count(file.Rows().Skip(schema.HasHeader ? 1 : 0));
        if (hasHeader is null && !schema.LooksLikeHeader(firstRow))
        {
            return Read(path, hasHeader: false);
        }
        return schema.RowCount > 0 ? schema : throw new InputException($"The file '{path}' has a header row and no rows of data.");
    }

    public CsvColumn Find(string nameOrIndex)
    {
        CsvColumn? named = Columns.FirstOrDefault(column => column.Name == nameOrIndex);
        if (named is null && int.TryParse(nameOrIndex, out int index))
        {
            named = index >= 0 && index < Columns.Count
                ? Columns[index]
                : throw new InputException($"'{File.Name}' has no column {index}: its columns are 0 to {Columns.Count - 1}.");
        }
        return named ?? throw new InputException($"'{File.Name}' has no column '{nameOrIndex}'. " + (HasHeader
            ? $"It has {string.Join(", ", Columns.Select(column => column.Name))}."
            : $"It has no header row; name the column by its index, 0 to {Columns.Count - 1}."));
    }

    private void Count(IEnumerable<IReadOnlyList<string>> rows)
    {
        foreach (IReadOnlyList<string> row in rows)
        {
            RowCount++;
            foreach (CsvColumn column in Columns)
            {
                column.Add(row[column.Index]);
            }
        }
    }

    /// <summary>Whether the row names columns: it has no numbers, and what is below is numeric or never repeats it.</summary>
    private bool LooksLikeHeader(IReadOnlyList<string> row) =>
        !row.Any(CsvColumn.IsNumber)
        && (Columns.Any(column => column.IsNumeric && column.KnownCount > 0)
            || !Columns.Any(column => column.Counts.ContainsKey(row[column.Index])));
}

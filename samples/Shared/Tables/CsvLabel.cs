using System.Globalization;
using MLNetDeep;

namespace Samples;

/// <summary>What the label column of a text file asks for: two classes, several, or a number.</summary>
internal sealed class CsvLabel
{
    private const int MostWholeNumberClasses = 20;
    private const int FewestRowsPerClass = 5; // on average; fewer make whole numbers look like amounts

    private readonly CsvColumn _column;
    private readonly Dictionary<string, int> _rowsOfClass = [];

    public CsvLabel(CsvColumn column)
    {
        _column = column;
        foreach ((string value, int count) in column.Counts)
        {
            string name = ClassOf(value);
            _rowsOfClass[name] = _rowsOfClass.GetValueOrDefault(name) + count;
        }
        Classes = [.. _rowsOfClass.Keys.OrderBy(name => column.IsNumeric ? Number(name) : 0).ThenBy(name => name, StringComparer.Ordinal)];
        Check();
        Task = Classes.Count == 2 ? TaskKind.BinaryClassification
            : !column.IsNumeric || IsFewWholeNumbers() ? TaskKind.MulticlassClassification
            : TaskKind.Regression;
    }

    public TaskKind Task { get; }

    /// <summary>The different values in their order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Of two classes the one to find: the larger number, or the later in the alphabet, as in no and yes.</summary>
    public string PositiveClass => Classes[^1];

    public string Description => Task switch
    {
        TaskKind.BinaryClassification => $"{PositiveClass} ({Share(PositiveClass)} of the rows) or {Classes[0]}; binary classification",
        TaskKind.MulticlassClassification => $"{Classes.Count} classes, the largest has {Share(_rowsOfClass.MaxBy(entry => entry.Value).Key)} of the rows; multiclass classification",
        _ => $"numbers from {Number(Classes[0]):G6} to {Number(Classes[^1]):G6}; regression",
    };

    /// <summary>The class that a value stands for: 1.0 is 1, and a dot behind a text does not count.</summary>
    public string ClassOf(string value) =>
        _column.IsNumeric && CsvColumn.IsNumber(value) ? Number(value).ToString(CultureInfo.InvariantCulture) : value.Trim().TrimEnd('.');

    /// <summary>Whether other rows may have this value.</summary>
    public bool IsValid(string value) =>
        Task == TaskKind.Regression ? CsvColumn.IsNumber(value) : _rowsOfClass.ContainsKey(ClassOf(value));

    private void Check()
    {
        if (Classes.Count == 0)
        {
            throw new InputException($"The label column '{_column.Name}' has no values.");
        }
        if (Classes.Count == 1)
        {
            throw new InputException($"All values of the label column '{_column.Name}' are '{Classes[0]}': there is nothing to learn.");
        }
        if (_column.IsNearlyUnique)
        {
            throw new InputException($"The label column '{_column.Name}' has {Classes.Count} different texts in {_column.KnownCount} rows: too many to learn as classes.");
        }
    }

    private bool IsFewWholeNumbers() =>
        Classes.Count <= MostWholeNumberClasses
        && Classes.Count * FewestRowsPerClass <= _column.KnownCount
        && Classes.All(name => double.IsInteger(Number(name)));

    private string Share(string name) => $"{(double)_rowsOfClass[name] / _column.KnownCount:P1}";

    private static double Number(string value) => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
}

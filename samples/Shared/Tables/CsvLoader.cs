using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;

namespace Samples;

/// <summary>Loads text files of one form with ML.NET's text loader and prepares their label.</summary>
internal sealed class CsvLoader(MLContext mlContext, CsvColumn labelColumn, CsvLabel label, IReadOnlyList<CsvColumn> numbers, IReadOnlyList<CsvColumn> categories)
{
    private static readonly string[] _ownNames = [DataSet.Label, nameof(TextLabel.LabelText), Featurizer.Features];

    /// <summary>The name of an input column in the data view, where some names are taken.</summary>
    public static string NameOf(CsvColumn column) => _ownNames.Contains(column.Name) ? $"{column.Name} (input)" : column.Name;

    /// <summary>The rows that have a label, kept in memory once read.</summary>
    public IDataView Load(CsvSchema schema)
    {
        bool isRegression = label.Task == TaskKind.Regression;
        TextLoader.Options options = new()
        {
            HasHeader = schema.HasHeader,
            Separators = [schema.File.Separator],
            AllowQuoting = true,
            ReadMultilines = true,
            MissingRealsAsNaNs = true,
            Columns =
            [
                new TextLoader.Column(isRegression ? DataSet.Label : nameof(TextLabel.LabelText), isRegression ? DataKind.Single : DataKind.String, labelColumn.Index),
                .. numbers.Select(column => new TextLoader.Column(NameOf(column), DataKind.Single, column.Index)),
                .. categories.Select(column => new TextLoader.Column(NameOf(column), DataKind.String, column.Index)),
            ],
        };
        IDataView rows = mlContext.Data.CreateTextLoader(options).Load(schema.File.FullPath);
        return mlContext.Data.Cache(isRegression
            ? mlContext.Data.FilterRowsByMissingValues(rows, DataSet.Label)
            : WithClasses(mlContext.Data.FilterByCustomPredicate<TextLabel>(rows, row => CsvColumn.IsMissing(row.LabelText))));
    }

    /// <summary>Adds the label to rows that have it as text.</summary>
    private IDataView WithClasses(IDataView rows)
    {
        IEstimator<ITransformer> binary = mlContext.Transforms.CustomMapping<TextLabel, BinaryLabel>(
            (row, result) => result.Label = label.ClassOf(row.LabelText) == label.PositiveClass, contractName: null);
        IEstimator<ITransformer> multiclass = mlContext.Transforms.CustomMapping<TextLabel, ClassLabel>(
            (row, result) => result.Label = label.ClassOf(row.LabelText), contractName: null);
        IDataView keys = mlContext.Data.LoadFromEnumerable(label.Classes.Select(name => new ClassLabel { Label = name }));
        IEstimator<ITransformer> conversion = label.Task == TaskKind.BinaryClassification
            ? binary
            : multiclass.Append(mlContext.Transforms.Conversion.MapValueToKey(DataSet.Label, keyData: keys));
        return conversion.Fit(rows).Transform(rows);
    }

    private sealed class TextLabel
    {
        public string LabelText { get; set; } = "";
    }

    private sealed class BinaryLabel
    {
        public bool Label { get; set; }
    }

    private sealed class ClassLabel
    {
        public string Label { get; set; } = "";
    }
}

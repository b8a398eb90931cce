using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;

namespace Samples;

/// <summary>The user's own file as a data set: what to predict, and which columns to predict it from.</summary>
internal static class CsvData
{
    private const int FewestRows = 50;

    public static DataSet Load(MLContext mlContext, TableSource options)
    {
        CsvSchema schema = CsvSchema.Read(options.Data!, options.HasHeader);
        CsvColumn labelColumn = schema.Find(options.Label!);
        CsvLabel label = new(labelColumn);
        CsvColumn[] inputs = [.. schema.Columns.Where(column => column != labelColumn)];
        CsvColumn[] numbers = [.. inputs.Where(column => column.IsNumeric && column.KnownCount > 0)];
        CsvColumn[] categories = [.. inputs.Where(column => !column.IsNumeric && !column.IsNearlyUnique)];
        CsvColumn[] unused = [.. inputs.Except(numbers).Except(categories)];
        if (unused.Length == inputs.Length)
        {
            throw new InputException($"'{schema.File.Name}' has no column to predict '{labelColumn.Name}' from.");
        }
        if (labelColumn.KnownCount < FewestRows)
        {
            throw new InputException($"'{schema.File.Name}' has {labelColumn.KnownCount} rows with a label; at least {FewestRows} are needed.");
        }

        CsvLoader loader = new(mlContext, labelColumn, label, numbers, categories);
        (IDataView train, IDataView test) = options.Test is null
            ? Split(mlContext, loader.Load(schema), options.Seed)
            : (loader.Load(schema), loader.Load(TestSchema(options.Test, schema, labelColumn, label)));
        if (label.Task == TaskKind.BinaryClassification && test.GetColumn<bool>(DataSet.Label).Distinct().Count() < 2)
        {
            throw new InputException("All test rows have the same label. Give more rows, or other test rows with --test.");
        }
        return new DataSet
        {
            Description = $"""
                Data       {schema.File.Name}: {schema.RowCount} rows, {(schema.HasHeader ? "with a header" : "without header")}; test rows: {options.Test ?? "a fifth of them"}
                Label      {labelColumn.Name}: {label.Description}
                Columns    {numbers.Length} numeric, {categories.Length} categorical{Unused(unused)}
                """,
            Task = label.Task,
            Classes = label.Task == TaskKind.Regression ? [] : label.Classes,
            Train = train,
            Test = test,
            Numbers = [.. numbers.Select(CsvLoader.NameOf)],
            Categories = [.. categories.Select(CsvLoader.NameOf)],
        };
    }

    private static (IDataView Train, IDataView Test) Split(MLContext mlContext, IDataView rows, int seed)
    {
        DataOperationsCatalog.TrainTestData split = mlContext.Data.TrainTestSplit(rows, testFraction: 0.2, seed: seed);
        return (split.TrainSet, split.TestSet);
    }

    /// <summary>Reads the file of test rows and checks that it is like the file of training rows.</summary>
    private static CsvSchema TestSchema(string path, CsvSchema train, CsvColumn trainLabel, CsvLabel label)
    {
        CsvSchema test = CsvSchema.Read(path, train.HasHeader);
        if (!test.Columns.Select(column => column.Name).SequenceEqual(train.Columns.Select(column => column.Name)))
        {
            throw new InputException($"The columns of '{test.File.Name}' and '{train.File.Name}' differ: {Names(test.Columns)} and {Names(train.Columns)}.");
        }
        CsvColumn testLabel = test.Columns[trainLabel.Index];
        if (testLabel.KnownCount == 0)
        {
            throw new InputException($"The label column '{testLabel.Name}' of '{test.File.Name}' has no values.");
        }
        string? unknown = testLabel.Counts.Keys.FirstOrDefault(value => !label.IsValid(value));
        return unknown is null
            ? test
            : throw new InputException($"The label '{unknown}' in '{test.File.Name}' does not occur in '{train.File.Name}'.");
    }

    private static string Names(IEnumerable<CsvColumn> columns) => string.Join(", ", columns.Select(column => column.Name));

    private static string Unused(CsvColumn[] columns) =>
        columns.Length == 0 ? "" : $"; unused, as nearly all values differ or none is known: {Names(columns)}";
}

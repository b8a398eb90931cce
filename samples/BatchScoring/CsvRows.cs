using System.Buffers;
using Microsoft.ML;
using Microsoft.ML.Data;
using Tabular;

namespace BatchScoring;

/// <summary>The rows of a text file whose first row names the columns.</summary>
internal static class CsvRows
{
    public static RowSource Open(MLContext ml, string path, Model model)
    {
        CsvFile file = new(path);
        List<string> names = [.. file.Rows().First()];
        TextLoader.Options options = new()
        {
            HasHeader = true,
            Separators = [file.Separator],
            AllowQuoting = true,
            ReadMultilines = true,
            MissingRealsAsNaNs = true,
            Columns = [.. model.Inputs.Select(column => new TextLoader.Column(column.Name, KindOf(column), Place(column)))],
        };
        return new RowSource(ml.Data.CreateTextLoader(options).Load(path), CountLines(path) - 1);

        int Place(DataViewSchema.Column column) => names.IndexOf(column.Name) is >= 0 and int place
            ? place
            : throw new InputException($"'{file.Name}' has no column '{column.Name}', which the model reads. It has {string.Join(", ", names)}.");
    }

    private static DataKind KindOf(DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => DataKind.String,
        BooleanDataViewType => DataKind.Boolean,
        NumberDataViewType type when Enum.TryParse(type.RawType.Name, out DataKind kind) => kind,
        _ => throw new InputException($"The model reads '{column.Name}', a {column.Type}, which a text file cannot have."),
    };

    private static long CountLines(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        long count = 0;
        byte last = (byte)'\n';
        for (int read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            count += buffer.AsSpan(0, read).Count((byte)'\n');
            last = buffer[read - 1];
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return count + (last == '\n' ? 0 : 1);
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks;

/// <summary>Rows with <c>Features</c> whose number is known only when the program runs.</summary>
internal static class VectorRows
{
    internal static IDataView View<TRow>(MLContext ml, TRow[] rows, int width)
        where TRow : class
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(TRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }
}

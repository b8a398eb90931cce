using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;

namespace Tabular;

/// <summary>One row of a user's file. It is scored as a data view: a PredictionEngine needs a class like <see cref="ClickRow"/>.</summary>
internal static class FirstTestRow
{
    public static string Predict(MLContext mlContext, ITransformer model, DataSet data)
    {
        IDataView scored = model.Transform(mlContext.Data.TakeRows(data.Test, 1));
        (string predicted, string actual) = data.Task switch
        {
            TaskKind.BinaryClassification => (ClassOfBoolean("PredictedLabel"), ClassOfBoolean(DataSet.Label)),
            TaskKind.MulticlassClassification => (ClassOfKey("PredictedLabel"), ClassOfKey(DataSet.Label)),
            _ => ($"{First<float>("Score"):G6}", $"{First<float>(DataSet.Label):G6}"),
        };
        return $"{predicted} for the first test row, whose label is {actual}";

        string ClassOfBoolean(string column) => data.Classes[First<bool>(column) ? 1 : 0];
        string ClassOfKey(string column) => data.Classes[(int)First<uint>(column) - 1];
        T First<T>(string column) => scored.GetColumn<T>(column).First();
    }
}

using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>All numbers that a model adds to data, in one array: Score, then Probability, then PredictedLabel.</summary>
internal static class Scores
{
    internal static float[] Of(ITransformer model, IDataView data) => Of(model.Transform(data));

    internal static float[] Of(IDataView scored)
    {
        DataViewSchema schema = scored.Schema;
        IEnumerable<float> probabilities = schema.GetColumnOrNull("Probability") is null ? [] : OfColumn(scored, "Probability");
        IEnumerable<float> labels = schema.GetColumnOrNull("PredictedLabel")?.Type switch
        {
            BooleanDataViewType => scored.GetColumn<bool>("PredictedLabel").Select(label => label ? 1f : 0f),
            KeyDataViewType => scored.GetColumn<uint>("PredictedLabel").Select(label => (float)label),
            VectorDataViewType { ItemType: BooleanDataViewType } => scored.GetColumn<bool[]>("PredictedLabel").SelectMany(labels => labels).Select(label => label ? 1f : 0f),
            VectorDataViewType { ItemType: KeyDataViewType } => scored.GetColumn<uint[]>("PredictedLabel").SelectMany(labels => labels).Select(label => (float)label),
            _ => [],
        };
        return [.. OfColumn(scored, "Score"), .. probabilities, .. labels];
    }

    /// <summary>The numbers of a column of Single or of vectors of them.</summary>
    internal static float[] OfColumn(IDataView data, string name) => data.Schema[name].Type is VectorDataViewType
        ? [.. data.GetColumn<float[]>(name).SelectMany(row => row)]
        : [.. data.GetColumn<float>(name)];

    /// <summary>The bits of the numbers, so that a comparison is exact.</summary>
    internal static int[] Bits(float[] scores) => MemoryMarshal.Cast<float, int>(scores).ToArray();
}

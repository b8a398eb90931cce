using System.Text.Encodings.Web;
using System.Text.Json;

namespace MLNetDeep;

/// <summary>What the ONNX file says about itself to readers outside of .NET.</summary>
internal static class GraphMetadata
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // names as they are

    /// <param name="task">What the network predicts.</param>
    /// <param name="options">What it was trained with.</param>
    /// <param name="classes">What its outputs stand for, if it has classes with names.</param>
    /// <param name="features">The feature column; its slot names are taken where it has them.</param>
    internal static IReadOnlyDictionary<string, string> Of(
        TaskKind task, DeepTrainerOptions options, ClassLabels? classes, DataViewSchema.Column features)
    {
        Dictionary<string, string> metadata = new()
        {
            ["mlnetdeep.version"] = typeof(GraphMetadata).Assembly.GetName().Version!.ToString(3),
            ["mlnetdeep.task"] = task.ToString(),
            ["mlnetdeep.options"] = JsonSerializer.Serialize(options, s_json),
        };
        if (classes is not null)
        {
            metadata["mlnetdeep.classes"] = JsonSerializer.Serialize(classes.Values, s_json);
        }
        if (features.HasSlotNames())
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            features.GetSlotNames(ref names);
            metadata["mlnetdeep.features"] = JsonSerializer.Serialize(names.DenseValues().Select(name => name.ToString()), s_json);
        }
        return metadata;
    }
}

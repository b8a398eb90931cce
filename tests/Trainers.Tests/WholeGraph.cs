using Microsoft.ML.OnnxRuntime;

namespace MLNetDeep.Tests;

/// <summary>Scores by ONNX Runtime from the exported file alone, with dense features, as another program would.</summary>
internal static class WholeGraph
{
    internal static float[] Scores(DeepTransformer model, IDataView data)
    {
        using MemoryStream file = new();
        model.SaveOnnx(file);
        using InferenceSession session = new(file.ToArray());
        float[] features = MLNetDeep.Tests.Scores.OfColumn(data, "Features");
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(features, [features.Length / model.Model.FeatureCount, model.Model.FeatureCount]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["Features"], [input], ["Score"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}

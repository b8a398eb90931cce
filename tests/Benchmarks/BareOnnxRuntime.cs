using Microsoft.ML.OnnxRuntime;

namespace MLNetDeep.Benchmarks;

/// <summary>What one writes with ONNX Runtime alone: one thread, arrays that are bound once, nothing allocated by a call.</summary>
internal sealed class BareOnnxRuntime : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly float[] _features;
    private readonly float[] _scores;
    private readonly List<OrtValue> _values = [];

    /// <param name="graph">The ONNX file of a binary classifier.</param>
    /// <param name="rows">How many rows are scored at once.</param>
    /// <param name="featureCount">The features of a row.</param>
    internal BareOnnxRuntime(byte[] graph, int rows, int featureCount = Example.FeatureCount)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(graph, options);
        _features = new float[rows * featureCount];
        _scores = new float[rows];
        _binding = _session.CreateIoBinding();
        _binding.BindInput("Features", Bound(_features, rows));
        _binding.BindOutput("Score", Bound(_scores, rows));
        _binding.BindOutput("Probability", Bound(new float[rows], rows));
    }

    /// <summary>The scores of rows, valid until the next call.</summary>
    internal ReadOnlySpan<float> Score<T>(ReadOnlySpan<T> examples)
        where T : IExample
    {
        for (int row = 0; row < examples.Length; row++)
        {
            examples[row].Features.CopyTo(_features, row * examples[row].Features.Length);
        }
        _session.RunWithBinding(_options, _binding);
        return _scores;
    }

    public void Dispose()
    {
        _values.ForEach(value => value.Dispose());
        _binding.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    private OrtValue Bound(float[] array, int rows)
    {
        OrtValue value = OrtValue.CreateTensorValueFromMemory(array, [rows, array.Length / rows]);
        _values.Add(value);
        return value;
    }
}

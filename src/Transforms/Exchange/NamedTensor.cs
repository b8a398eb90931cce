using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>Numbers under a name, as files for exchange have them.</summary>
/// <param name="Name">As PyTorch would have it.</param>
/// <param name="Shape">Its dimensions; empty for a single number.</param>
/// <param name="Values">Its numbers in row-major order.</param>
internal sealed record NamedTensor(string Name, IReadOnlyList<long> Shape, float[] Values)
{
    internal static NamedTensor Of(OnnxTensor tensor) => new(tensor.Name, tensor.Shape, tensor.Singles.ToArray());

    internal OnnxTensor ToOnnx() => OnnxTensor.Of(Name, Values, [.. Shape]);

    /// <summary>A matrix with rows and columns exchanged, under another name or the same.</summary>
    internal NamedTensor Transposed()
    {
        int rows = (int)Shape[0], columns = (int)Shape[1];
        float[] turned = new float[Values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                turned[(column * rows) + row] = Values[(row * columns) + column];
            }
        }
        return new NamedTensor(Name, [columns, rows], turned);
    }
}

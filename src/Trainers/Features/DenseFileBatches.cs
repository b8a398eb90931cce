using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Prepared rows as a matrix in a file.</summary>
/// <param name="file">N times D numbers.</param>
/// <param name="width">D.</param>
/// <param name="device">Where to compute.</param>
internal sealed unsafe class DenseFileBatches(SpillFile file, int width, Device device) : IFeatureBatches
{
    public long Count => file.Length / sizeof(float) / width;

    public long ValuesPerRow => width;

    public double DefaultDropout => 0;

    public long BytesInFile => file.Length;

    public Tensor Batch(Tensor rows)
    {
        using Tensor places = rows.to(ScalarType.Int32, CPU);
        using Tensor batch = empty(places.size(0), width);
        float* values = TensorMemory.First<float>(batch); // a batch of all rows may have more numbers than a span
        foreach (int row in places.Elements<int>())
        {
            file.Read((long)row * width, new Span<float>(values, width));
            values += width;
        }
        return batch.to(device);
    }

    public ILayer FirstLayer(string name, int outputs, double gain, Generator generator) => new Dense(name, width, outputs, gain, generator);
}

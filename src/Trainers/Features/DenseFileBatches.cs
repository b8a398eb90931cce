using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Prepared rows as a matrix in a file.</summary>
/// <param name="file">N times D numbers.</param>
/// <param name="width">D.</param>
/// <param name="device">Where to compute.</param>
internal sealed class DenseFileBatches(SpillFile file, int width, Device device) : ITabularBatches
{
    public long Count => file.Length / sizeof(float) / width;

    public long ValuesPerRow => width;

    public int Width => width;

    public int? DenseWidth => width;

    public double DefaultDropout => 0;

    public long BytesInFile => file.Length;

    public Tensor Batch(Tensor rows)
    {
        using Tensor batch = empty(rows.size(0), width);
        FileRows.Read<float>(file, rows, batch);
        return batch.to(device);
    }

    public ILayer FirstLayer(string name, int outputs, double gain, Generator generator) => new Dense(name, width, outputs, gain, generator);
}

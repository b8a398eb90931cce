using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Prepared rows as a matrix.</summary>
/// <param name="features">Shape [N, D].</param>
internal sealed class DenseBatches(Tensor features) : ITabularBatches
{
    public long Count => features.size(0);

    public long ValuesPerRow => features.size(1);

    public int Width => (int)features.size(1);

    public int? DenseWidth => (int)features.size(1);

    public double DefaultDropout => 0;

    public long BytesInFile => 0;

    public Tensor Batch(Tensor rows) => features.index_select(0, rows);

    public ILayer FirstLayer(string name, int outputs, double gain, Generator generator) =>
        new Dense(name, Width, outputs, gain, generator);
}

namespace MLNetDeep;

/// <summary>Tries points that are spread evenly and know nothing of each other's outcome: of Sobol's sequence, shifted by the seed; each candidate gets as many.</summary>
/// <param name="seed">Of the shift.</param>
internal sealed class SobolSampler(long seed) : ISampler
{
    public SearchPoint Next(IReadOnlyList<SearchSpace> spaces, IReadOnlyList<SearchPoint> finished, IReadOnlyList<SearchPoint> running, SweepRandom random)
    {
        int index = Math.Max(0, finished.Count + running.Count - spaces.Count); // behind the defaults
        int candidate = index % spaces.Count;
        SearchSpace space = spaces[candidate];
        SweepRandom shift = new(seed, candidate);
        double[] coordinates = new double[space.Dimensions.Count];
        for (int dimension = 0; dimension < coordinates.Length; dimension++)
        {
            ulong bits = shift.NextBits();
            double place = dimension < SobolSequence.Dimensions ? SobolSequence.At(index / spaces.Count, dimension, (uint)bits) : random.NextDouble();
            coordinates[dimension] = !space.IsActive(dimension, coordinates) ? double.NaN
                : space.Dimensions[dimension].ChoiceCount is > 0 and int count ? Math.Floor(place * count)
                : place;
        }
        return new SearchPoint(candidate, coordinates);
    }
}

namespace MLNetDeep;

/// <summary>The density of some points in a tree of search spaces: a kernel around each, over all its options together, and one that knows nothing.</summary>
/// <remarks>An option that plays no part in a point has the density of one of which nothing is known.</remarks>
internal sealed class ParzenEstimator(IReadOnlyList<SearchSpace> spaces, IReadOnlyList<SearchPoint> points)
{
    private const double LargestWidth = 0.2; // of a range, for a single point

    /// <summary>How much of a kernel of a choice is spread over all its values.</summary>
    private double Spread => 1.0 / (points.Count + 1);

    internal SearchPoint Sample(SweepRandom random)
    {
        int drawn = random.Next(points.Count + 1);
        SearchPoint? center = drawn < points.Count ? points[drawn] : null;
        int candidate = SampleChoice(center?.Candidate ?? double.NaN, spaces.Count, random);
        SearchSpace space = spaces[candidate];
        double width = Width(space);
        double[] coordinates = new double[space.Dimensions.Count];
        for (int index = 0; index < coordinates.Length; index++)
        {
            double place = Center(center, candidate, index);
            int count = space.Dimensions[index].ChoiceCount;
            coordinates[index] = !space.IsActive(index, coordinates) ? double.NaN
                : count > 0 ? SampleChoice(place, count, random)
                : SampleNumber(place, width, random);
        }
        return new SearchPoint(candidate, coordinates);
    }

    internal double LogDensity(SearchPoint point)
    {
        double[] logs = [.. points.Append(null).Select(center => LogKernel(point, center))];
        double largest = logs.Max();
        return largest + Math.Log(logs.Sum(log => Math.Exp(log - largest)) / logs.Length);
    }

    private double LogKernel(SearchPoint point, SearchPoint? center)
    {
        SearchSpace space = spaces[point.Candidate];
        double width = Width(space);
        double sum = Math.Log(ChoiceDensity(point.Candidate, center?.Candidate ?? double.NaN, spaces.Count));
        for (int index = 0; index < point.Coordinates.Count; index++)
        {
            double place = Center(center, point.Candidate, index), at = point.Coordinates[index];
            int count = space.Dimensions[index].ChoiceCount;
            sum += double.IsNaN(at) ? 0
                : count > 0 ? Math.Log(ChoiceDensity(at, place, count))
                : double.IsNaN(place) ? 0
                : LogNormal(at, place, width);
        }
        return sum;
    }

    private static double Center(SearchPoint? center, int candidate, int index) => center?.Candidate == candidate ? center.Coordinates[index] : double.NaN;

    /// <summary>Narrower the more points there are (Scott 1992), within which trials of one candidate are a cloud of as many dimensions as it has options.</summary>
    private double Width(SearchSpace space) => LargestWidth * Math.Pow(Math.Max(1, points.Count), -1.0 / (space.Dimensions.Count + 4));

    private double ChoiceDensity(double choice, double center, int count) =>
        double.IsNaN(center) ? 1.0 / count : (Spread / count) + (choice == center ? 1 - Spread : 0);

    private int SampleChoice(double center, int count, SweepRandom random) =>
        double.IsNaN(center) || random.NextDouble() < Spread ? random.Next(count) : (int)center;

    private static double SampleNumber(double center, double width, SweepRandom random)
    {
        if (double.IsNaN(center))
        {
            return random.NextDouble();
        }
        double place;
        do
        {
            place = center + (width * random.NextNormal());
        }
        while (place is < 0 or > 1); // as likely as not even where the center is at an end
        return place;
    }

    /// <summary>The logarithm of the density of a normal distribution that is cut off at 0 and 1.</summary>
    private static double LogNormal(double place, double center, double width)
    {
        double distance = (place - center) / width;
        double inside = NormalCdf((1 - center) / width) - NormalCdf(-center / width);
        return (-0.5 * distance * distance) - Math.Log(width * Math.Sqrt(2 * Math.PI) * inside);
    }

    /// <summary>By Abramowitz and Stegun 1964, 7.1.26, to 1.5e-7.</summary>
    private static double NormalCdf(double value)
    {
        double distance = Math.Abs(value) / Math.Sqrt(2), t = 1 / (1 + (0.3275911 * distance));
        double tail = ((((((((1.061405429 * t) - 1.453152027) * t) + 1.421413741) * t) - 0.284496736) * t) + 0.254829592) * t * Math.Exp(-distance * distance) / 2;
        return value < 0 ? tail : 1 - tail;
    }
}

namespace MLNetDeep.Networks;

/// <summary>Quantiles of values and zeros, by linear interpolation between the two nearest.</summary>
internal readonly ref struct Quantiles
{
    private readonly Span<float> _values;
    private readonly long _zeros;
    private readonly long _negative; // the place of the first zero

    /// <param name="values">At least one value, none of them NaN, nor 0 if zeros are given besides; they are reordered.</param>
    /// <param name="zeros">The number of zeros besides.</param>
    /// <param name="shares">Those that will be asked for, ascending.</param>
    internal Quantiles(Span<float> values, long zeros, params ReadOnlySpan<double> shares)
    {
        _values = values;
        _zeros = zeros;
        _negative = zeros > 0 ? CountOfNegative(values) : values.Length;
        Span<int> places = stackalloc int[2 * shares.Length];
        int count = 0;
        foreach (double share in shares)
        {
            long below = (long)Position(share);
            for (long place = below; place <= Math.Min(below + 1, LastPlace); place++)
            {
                if (!IsZero(place))
                {
                    places[count++] = Index(place);
                }
            }
        }
        Selection.Arrange(values, places[..count]);
    }

    private long LastPlace => _values.Length + _zeros - 1;

    internal double Of(double share)
    {
        double position = Position(share);
        long below = (long)position;
        double weight = position - below;
        return weight > 0 ? At(below) * (1 - weight) + At(below + 1) * weight : At(below);
    }

    private double Position(double share) => share * LastPlace;

    /// <summary>The value at a place of the sorted values with the zeros among them.</summary>
    private double At(long place) => IsZero(place) ? 0 : _values[Index(place)];

    private bool IsZero(long place) => place >= _negative && place < _negative + _zeros;

    private int Index(long place) => (int)(place < _negative ? place : place - _zeros);

    private static int CountOfNegative(ReadOnlySpan<float> values)
    {
        int count = 0;
        foreach (float value in values)
        {
            count += value < 0 ? 1 : 0;
        }
        return count;
    }
}

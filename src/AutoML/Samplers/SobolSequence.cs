namespace MLNetDeep;

/// <summary>Sobol's sequence in the unit cube, with the direction numbers of Joe and Kuo 2008 (SIAM J. Sci. Comput. 30).</summary>
internal static class SobolSequence
{
    private const int Bits = 32;

    // Of each dimension behind the first: the inner coefficients of its primitive polynomial as bits, and its first direction numbers.
    private static readonly (uint Polynomial, uint[] Directions)[] s_dimensions =
    [
        (0, [1]), (1, [1, 3]), (1, [1, 3, 1]), (2, [1, 1, 1]), (1, [1, 1, 3, 3]), (4, [1, 3, 5, 13]),
        (2, [1, 1, 5, 5, 17]), (4, [1, 1, 5, 5, 5]), (7, [1, 1, 7, 11, 19]), (11, [1, 1, 5, 1, 1]), (13, [1, 1, 1, 3, 11]), (14, [1, 3, 5, 5, 31]),
        (1, [1, 3, 3, 9, 7, 49]), (13, [1, 1, 1, 15, 21, 21]), (16, [1, 3, 1, 13, 27, 49]), (19, [1, 1, 1, 15, 7, 5]), (22, [1, 3, 1, 15, 13, 25]), (25, [1, 1, 5, 5, 19, 61]),
    ];

    private static readonly uint[][] s_directions = [[.. Enumerable.Range(0, Bits).Select(bit => 1u << (Bits - 1 - bit))], .. s_dimensions.Select(dimension => Directions(dimension.Polynomial, dimension.Directions))];

    internal static int Dimensions => s_directions.Length;

    /// <summary>A coordinate of a point, in [0, 1).</summary>
    /// <param name="index">The point.</param>
    /// <param name="dimension">The coordinate.</param>
    /// <param name="shift">Is added to the binary digits, without carry.</param>
    internal static double At(int index, int dimension, uint shift)
    {
        uint gray = (uint)index ^ ((uint)index >> 1), digits = shift;
        for (int bit = 0; gray != 0; bit++, gray >>= 1)
        {
            digits ^= (gray & 1) * s_directions[dimension][bit];
        }
        return digits / 4294967296.0; // 2³²
    }

    private static uint[] Directions(uint polynomial, uint[] first)
    {
        int degree = first.Length;
        uint[] directions = new uint[Bits];
        for (int bit = 0; bit < Bits; bit++)
        {
            if (bit < degree)
            {
                directions[bit] = first[bit] << (Bits - 1 - bit);
                continue;
            }
            directions[bit] = directions[bit - degree] ^ (directions[bit - degree] >> degree);
            for (int inner = 1; inner < degree; inner++)
            {
                directions[bit] ^= ((polynomial >> (degree - 1 - inner)) & 1) * directions[bit - inner];
            }
        }
        return directions;
    }
}

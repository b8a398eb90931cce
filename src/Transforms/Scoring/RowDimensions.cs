namespace MLNetDeep;

/// <summary>The dimensions of a column's type, which tell the order of the numbers of an image or a signal.</summary>
internal static class RowDimensions
{
    /// <summary>Those of a column whose rows have a shape.</summary>
    /// <param name="inputShape">Channels, height and width, or channels and steps.</param>
    /// <param name="isInterleaved">Whether all channels of a place stand side by side, so that their number is the last dimension.</param>
    internal static IReadOnlyList<int> Of(IReadOnlyList<int> inputShape, bool isInterleaved) =>
        isInterleaved ? [.. inputShape.Skip(1), inputShape[0]] : inputShape;

    /// <summary>Whether a column's dimensions say that its numbers come in another order than expected, which those of a flat vector do not.</summary>
    /// <remarks>A dimension of 1 changes no order: 28×28 and 28×28×1 are 1×28×28.</remarks>
    internal static bool Contradict(IEnumerable<int> dimensions, IReadOnlyList<int> expected)
    {
        int[] sizes = [.. dimensions.Where(size => size > 1)];
        return sizes.Length > 1 && !sizes.SequenceEqual(expected.Where(size => size > 1));
    }
}

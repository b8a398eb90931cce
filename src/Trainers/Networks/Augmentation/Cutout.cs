namespace MLNetDeep.Networks;

/// <summary>Covers a square at a random place of each image with the channel's mean (DeVries and Taylor 2017, arXiv 1708.04552).</summary>
/// <param name="share">The width of the square, as a share of the image's, and so its height; parts of it may lie outside. A single pixel is left alone.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class Cutout(double share, FitRandom random) : IAugmentation
{
    public Tensor Apply(Tensor images)
    {
        long rows = images.size(0), height = images.size(2), width = images.size(3);
        if (height * width == 1)
        {
            return images; // a square would always cover all of it
        }
        Tensor isCovered = Covered(rows, height).unsqueeze(2) & Covered(rows, width).unsqueeze(1);
        return images * isCovered.logical_not().unsqueeze(1).to(images.dtype);
    }

    /// <summary>Whether a place of an axis is covered, shape [rows, size].</summary>
    private Tensor Covered(long rows, long size)
    {
        using Scalar half = share * size / 2, middle = 0.5;
        Tensor center = random.Between(0, size, rows).unsqueeze(1);
        return size == 1
            ? ones(rows, 1, ScalarType.Bool, device: random.Device)
            : (Axis.Places(size, random.Device).Plus(middle) - center).abs().lt(half);
    }
}

namespace MLNetDeep.Networks;

/// <summary>Mirrors images at random and moves them by some pixels, with the channel's mean where nothing is left.</summary>
/// <remarks>Moving is what cropping from a padded image does (He et al. 2016, arXiv 1512.03385, section 4.2). All of it is one gathering of pixels.</remarks>
/// <param name="mirrors">Whether left and right are exchanged in half of the images.</param>
/// <param name="mirrorsVertically">Whether top and bottom are exchanged in half of the images.</param>
/// <param name="distance">The most pixels or steps that an image is moved in each axis that has more than one.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class RandomPlacement(bool mirrors, bool mirrorsVertically, int distance, FitRandom random) : IAugmentation
{
    public Tensor Apply(Tensor images)
    {
        long rows = images.size(0), channels = images.size(1), height = images.size(2), width = images.size(3);
        (Tensor y, Tensor isInY) = Places(rows, height, mirrorsVertically, height > 1 ? distance : 0); // [B, height]
        (Tensor x, Tensor isInX) = Places(rows, width, mirrors, width > 1 ? distance : 0); // [B, width]
        using Scalar rowLength = width, imageSize = height * width;
        Tensor starts = Axis.Places(rows, random.Device).mul_(imageSize).view(-1, 1, 1);
        Tensor places = starts.Plus(y.mul_(rowLength).unsqueeze(2)).Plus(x.unsqueeze(1)); // [B, height, width]
        Tensor pixels = images.permute(0, 2, 3, 1).reshape(-1, channels).index_select(0, places.view(-1));
        Tensor isIn = (isInY.unsqueeze(2) & isInX.unsqueeze(1)).view(-1, 1).to(images.dtype);
        return pixels.mul_(isIn).view(rows, height, width, channels).permute(0, 3, 1, 2);
    }

    /// <summary>Where each place of an axis is taken from, shape [rows, size], and whether that is in the image.</summary>
    private (Tensor Places, Tensor IsIn) Places(long rows, long size, bool mirrors, int distance)
    {
        using Scalar zero = 0, last = size - 1, steps = 2 * distance + 1, furthest = distance, half = 0.5;
        Tensor forwards = Axis.Places(size, random.Device).unsqueeze(0); // [1, size]
        Tensor places = mirrors ? where(random.Uniform(rows, 1).lt(half), forwards.flip(1), forwards) : forwards;
        Tensor moved = places.Plus(random.Uniform(rows, 1).mul_(steps).floor_().sub_(furthest).to(ScalarType.Int32));
        return (moved.clamp(zero, last), moved.ge(zero) & moved.le(last));
    }
}

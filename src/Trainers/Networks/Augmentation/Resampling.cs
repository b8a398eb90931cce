namespace MLNetDeep.Networks;

/// <summary>Images and signals read at other places than their own, by linear interpolation between the nearest.</summary>
internal static class Resampling
{
    /// <param name="images">Shape [B, C, height, width].</param>
    /// <param name="places">Where each pixel is read, shape [B, height, width, 2]: x, then y, from -1 at the first edge to 1 at the last; outside is 0.</param>
    internal static Tensor Read(Tensor images, Tensor places) =>
        nn.functional.grid_sample(images, places.to(images.dtype), GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false);

    /// <summary>Places of signals, shape [B, 1, steps, 2], of their positions in time, shape [B, steps], from 0 to 1.</summary>
    internal static Tensor InTime(Tensor positions)
    {
        using Scalar two = 2, one = 1;
        Tensor x = positions.mul(two).sub_(one).unsqueeze(1).unsqueeze(3);
        return cat([x, zeros_like(x)], 3);
    }
}

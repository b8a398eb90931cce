namespace MLNetDeep.Networks;

/// <summary>Images and signals read at other places than their own, by linear interpolation between the nearest.</summary>
internal static class Resampling
{
    /// <param name="images">Shape [B, C, height, width].</param>
    /// <param name="places">Where each pixel is read, shape [B, height, width, 2]: x, then y, from -1 at the first edge to 1 at the last.</param>
    /// <param name="outside">What is read beyond the edges.</param>
    internal static Tensor Read(Tensor images, Tensor places, GridSamplePaddingMode outside)
    {
        Tensor numbers = images.to(ScalarType.Float32); // BFloat16 would round places to half a pixel
        Tensor read = nn.functional.grid_sample(numbers, places, GridSampleMode.Bilinear, outside, align_corners: false);
        return read.to(images.dtype).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2); // which leaves the channels last again
    }

    /// <summary>Places of signals, shape [B, 1, steps, 2], of their positions in time, shape [B, steps], from 0 to 1.</summary>
    internal static Tensor InTime(Tensor positions)
    {
        using Scalar two = 2, one = 1;
        Tensor x = positions.mul(two).sub_(one).unsqueeze(1).unsqueeze(3);
        return cat([x, zeros_like(x)], 3);
    }
}

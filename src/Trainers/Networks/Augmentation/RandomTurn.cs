namespace MLNetDeep.Networks;

/// <summary>Turns images about their middle and changes their size, each by a random amount.</summary>
/// <param name="degrees">The largest angle, to either side.</param>
/// <param name="zoom">The largest change of size, as a share of it, to either side.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class RandomTurn(double degrees, double zoom, FitRandom random) : IAugmentation
{
    public Tensor Apply(Tensor images)
    {
        using Scalar one = 1;
        Tensor angle = random.Between(-double.DegreesToRadians(degrees), double.DegreesToRadians(degrees), images.size(0));
        return Turned(images, angle, random.Between(-zoom, zoom, images.size(0)).Plus(one));
    }

    /// <summary>Turns each image clockwise and makes it larger.</summary>
    /// <param name="images">Shape [B, C, height, width].</param>
    /// <param name="angle">In radians, shape [B].</param>
    /// <param name="size">The factor of its size, shape [B].</param>
    internal static Tensor Turned(Tensor images, Tensor angle, Tensor size)
    {
        long rows = images.size(0), height = images.size(2), width = images.size(3);
        using Scalar widthByHeight = (double)width / height, heightByWidth = (double)height / width;
        Tensor cosine = angle.cos().div_(size), sine = angle.sin().div_(size), zero = zeros_like(angle);
        Tensor matrix = stack([cosine, sine.div(widthByHeight), zero, sine.neg().div_(heightByWidth), cosine, zero], 1).view(rows, 2, 3);
        Tensor places = nn.functional.affine_grid(matrix, [rows, images.size(1), height, width], align_corners: false);
        return Resampling.Read(images, places, GridSamplePaddingMode.Zeros);
    }
}

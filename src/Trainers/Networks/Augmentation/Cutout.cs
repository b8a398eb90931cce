using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Covers a square at a random place of each image with the channel's mean; in training only (DeVries and Taylor 2017, arXiv 1708.04552).</summary>
/// <param name="share">The width of the square, as a share of the image's, and so its height; parts of it may lie outside.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class Cutout(double share, FitRandom random) : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training)
    {
        if (!training)
        {
            return input;
        }
        Tensor isCovered = Covered(input.size(0), input.size(2)).unsqueeze(2) & Covered(input.size(0), input.size(3)).unsqueeze(1);
        return input * isCovered.logical_not().unsqueeze(1).to(input.dtype);
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input) => input;

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

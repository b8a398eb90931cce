using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Turns images about their middle and changes their size, each by a random amount; in training only.</summary>
/// <param name="degrees">The largest angle, to either side.</param>
/// <param name="zoom">The largest change of size, as a share of it, to either side.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class RandomTurn(double degrees, double zoom, FitRandom random) : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training)
    {
        if (!training)
        {
            return input;
        }
        long rows = input.size(0), height = input.size(2), width = input.size(3);
        using Scalar widthByHeight = (double)width / height, heightByWidth = (double)height / width, one = 1;
        Tensor angle = random.Between(-double.DegreesToRadians(degrees), double.DegreesToRadians(degrees), rows), size = random.Between(-zoom, zoom, rows).Plus(one);
        Tensor cosine = angle.cos().div_(size), sine = angle.sin().div_(size), zero = zeros_like(angle);
        Tensor matrix = stack([cosine, sine.neg().div_(widthByHeight), zero, sine.div(heightByWidth), cosine, zero], 1).view(rows, 2, 3);
        return Resampling.Read(input, nn.functional.affine_grid(matrix, [rows, input.size(1), height, width], align_corners: false));
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input) => input;
}

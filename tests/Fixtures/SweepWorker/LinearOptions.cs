using Microsoft.ML.SearchSpace;

namespace SweepWorker;

internal sealed class LinearOptions
{
    [Range(1e-4f, 1f, true)]
    public float L2 { get; set; } = 0.01f;
}

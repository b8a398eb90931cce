using Microsoft.ML.Data;

namespace SweepWorker;

internal sealed class Row
{
    [VectorType(2)]
    public float[] Features { get; set; } = [];

    public bool Label { get; set; }
}

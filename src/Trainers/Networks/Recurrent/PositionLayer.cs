using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Brings steps to a width and adds waves that tell their places (Vaswani et al. 2017, arXiv 1706.03762, section 3.5).</summary>
internal sealed class PositionLayer : ISequenceLayer
{
    private const double LongestWave = 10_000;

    private readonly StepDense _dense;
    private readonly Tensor _waves;

    /// <param name="name">The prefix of the weights' names.</param>
    /// <param name="inputs">The numbers of a step.</param>
    /// <param name="width">Those of a step behind it.</param>
    /// <param name="steps">The most steps that a row has.</param>
    /// <param name="random">Draws the initial weights.</param>
    internal PositionLayer(string name, int inputs, int width, int steps, FitRandom random)
    {
        Outputs = width;
        _dense = new StepDense(name, inputs, width, gain: 1, random.Host);
        _waves = tensor(Waves(steps, width), [steps, width]).to(random.Device);
    }

    public IReadOnlyList<Weight> Weights => _dense.Weights;

    public int Outputs { get; }

    public Sequences Forward(Sequences input, bool training)
    {
        Tensor places = _waves.narrow(0, 0, input.Values.size(1)).to(input.Values.dtype);
        return input with { Values = _dense.Forward(input.Values).Plus(places) };
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input, SequenceMask? mask)
    {
        OnnxTensor waves = new("positions", OnnxElementType.Single, mask is null ? [1, .. _waves.shape] : _waves.shape, _waves.cpu().bytes.ToArray());
        return graph.Node("Add", [_dense.ToOnnx(graph, input), mask is null ? graph.Constant(waves) : OfSteps(graph, waves, mask)]);
    }

    /// <summary>The waves of each step: its place is the number of steps before it.</summary>
    private static string OfSteps(OnnxGraphBuilder graph, OnnxTensor waves, SequenceMask mask)
    {
        string count = graph.Node("CumSum", [mask.Steps, graph.Constant([1])]);
        string places = graph.Node("Cast", [graph.Node("Sub", [count, graph.Constant(1)])], OnnxAttribute.Of("to", (long)OnnxElementType.Int64));
        return graph.Node("Gather", [graph.Constant(waves), places]);
    }

    private static float[] Waves(int steps, int width)
    {
        float[] waves = new float[(long)steps * width];
        for (int step = 0; step < steps; step++)
        {
            for (int number = 0; number < width; number++)
            {
                double angle = step / Math.Pow(LongestWave, (number - (number % 2)) / (double)width);
                waves[(step * width) + number] = (float)(number % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        }
        return waves;
    }
}

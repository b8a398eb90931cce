namespace MLNetDeep;

/// <summary>The rows of one reader, scored by a module.</summary>
/// <param name="scorer">What computes the outputs.</param>
/// <param name="capacity">The most rows that are scored at once.</param>
internal sealed class ModuleBuffer(ModuleScorer scorer, int capacity) : IScoringBuffer
{
    private readonly int _width = scorer.InputWidth;
    private readonly int _outputCount = scorer.Graph.OutputCount;
    private readonly float[] _features = new float[capacity * scorer.InputWidth];
    private readonly float[] _outputs = new float[capacity * scorer.Graph.OutputCount];
    private readonly float[] _row = new float[scorer.InputWidth];
    private readonly float[][] _memory = scorer.Graph.Rest.CreateMemory();
    private readonly (int Place, int Width, float[] Scores)[] _scored = [.. scorer.Graph.Rest.Outputs.Select(output => (output.Place, output.Width, new float[capacity * output.Width]))];

    public void Take(int row, in VBuffer<float> features)
    {
        features.CopyTo(_row);
        scorer.Graph.Scaling.Of(_row, _features.AsSpan(row * _width, _width));
    }

    public void Score(int rows)
    {
        scorer.Compute(_features.AsSpan(0, rows * _width), rows, _outputs.AsSpan(0, rows * _outputCount));
        for (int row = 0; row < rows; row++)
        {
            _outputs.AsSpan(row * _outputCount, _outputCount).CopyTo(_memory[RowProgram.Input]);
            scorer.Graph.Rest.Run(_memory);
            foreach ((int place, int width, float[] scores) in _scored)
            {
                _memory[place].CopyTo(scores.AsSpan(row * width, width));
            }
        }
    }

    public ReadOnlySpan<float> Output(int output, int row)
    {
        (_, int width, float[] scores) = _scored[output];
        return scores.AsSpan(row * width, width);
    }

    public void Dispose()
    {
    }
}

namespace MLNetDeep;

/// <summary>One row of features and its outputs, computed by a <see cref="RowProgram"/>.</summary>
internal sealed class RowBuffer : IScoringBuffer
{
    private readonly OnnxScorer _scorer;
    private readonly RowProgram _program;
    private readonly float[][] _memory;
    private readonly float[][] _outputs;

    internal RowBuffer(OnnxScorer scorer, RowProgram program)
    {
        _scorer = scorer;
        _program = program;
        _memory = program.CreateMemory();
        _outputs = [.. scorer.Outputs.Select(output => _memory[program.Place(output.Name)])];
    }

    public void Take(int row, in VBuffer<float> features) => _scorer.Prepare(features, _memory[RowProgram.Input]);

    public void Score(int rows)
    {
        _scorer.CheckAlive();
        _program.Run(_memory);
    }

    public ReadOnlySpan<float> Output(int output, int row) => _outputs[output];

    public void Dispose()
    {
    }
}

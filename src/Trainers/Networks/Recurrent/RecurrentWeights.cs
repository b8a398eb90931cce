namespace MLNetDeep.Networks;

/// <summary>The weights of one direction of a recurrent layer, under PyTorch's names.</summary>
internal sealed class RecurrentWeights
{
    private readonly Weight _ofInput;
    private readonly Weight _ofState;
    private readonly Weight _biasOfInput;
    private readonly Weight _biasOfState;

    /// <param name="prefix">Of the weights' names.</param>
    /// <param name="suffix">Of the weights' names.</param>
    /// <param name="cell">The kind of cell.</param>
    /// <param name="inputs">I, the numbers of a step.</param>
    /// <param name="hidden">H, the size of the state.</param>
    /// <param name="generator">Draws the initial weights: Glorot for inputs, orthogonal for states, forget gates open (Jozefowicz et al. 2015, ICML).</param>
    internal RecurrentWeights(string prefix, string suffix, RecurrentCell cell, int inputs, int hidden, Generator generator)
    {
        Tensor ofState = cat([.. Enumerable.Range(0, cell.Gates).Select(_ => Orthogonal(hidden, generator))]);
        Tensor bias = zeros(cell.Gates * hidden);
        if (cell == RecurrentCell.Lstm)
        {
            bias.narrow(0, hidden, hidden).fill_(1);
        }
        _ofInput = new Weight($"{prefix}.weight_ih_{suffix}", empty(cell.Gates * hidden, inputs).normal_(0, Math.Sqrt(2.0 / (inputs + hidden)), generator), WeightGroup.Matrix);
        _ofState = new Weight($"{prefix}.weight_hh_{suffix}", ofState, WeightGroup.Matrix);
        _biasOfInput = new Weight($"{prefix}.bias_ih_{suffix}", bias, WeightGroup.Free);
        _biasOfState = new Weight($"{prefix}.bias_hh_{suffix}", zeros(cell.Gates * hidden), WeightGroup.Free);
    }

    internal IReadOnlyList<Weight> All => [_ofInput, _ofState, _biasOfInput, _biasOfState];

    /// <summary>The state before the first step, shape [1, B, H].</summary>
    internal Tensor InitialState(Tensor input) => zeros(1, input.size(0), _ofState.Value.size(1), dtype: input.dtype, device: input.device);

    /// <summary>W·x + b, shape [B, gates · H].</summary>
    internal Tensor OfInput(Tensor input) => nn.functional.linear(input, _ofInput.In(input.dtype), _biasOfInput.In(input.dtype));

    /// <summary>R·h + b, shape [B, gates · H].</summary>
    internal Tensor OfState(Tensor state) => nn.functional.linear(state, _ofState.In(state.dtype), _biasOfState.In(state.dtype));

    private static Tensor Orthogonal(int size, Generator generator)
    {
        (Tensor directions, Tensor triangle) = linalg.qr(empty(size, size).normal_(0, 1, generator));
        return directions * triangle.diag().sign();
    }
}

namespace MLNetDeep.Networks;

/// <summary>A kind of recurrent cell: its gates, in the orders of LibTorch and of ONNX, and its computation.</summary>
/// <param name="Operator">Its name in ONNX.</param>
/// <param name="GatesInOnnx">The gates in the order of ONNX, as places in that of LibTorch.</param>
/// <param name="Function">Its TorchScript, for a whole sequence.</param>
/// <param name="Run">The same, step by step.</param>
internal sealed record RecurrentCell(string Operator, int[] GatesInOnnx, string Function, Func<Tensor, RecurrentWeights, Tensor> Run)
{
    /// <summary>LibTorch: input, forget, cell, output. ONNX: input, output, forget, cell.</summary>
    internal static RecurrentCell Lstm { get; } = new("LSTM", [0, 3, 1, 2], "lstm", RunLstm);

    /// <summary>LibTorch: reset, update, new. ONNX: update, reset, new.</summary>
    internal static RecurrentCell Gru { get; } = new("GRU", [1, 0, 2], "gru", RunGru);

    internal int Gates => GatesInOnnx.Length;

    private static Tensor RunLstm(Tensor input, RecurrentWeights weights)
    {
        Tensor hidden = weights.InitialState(input).squeeze(0), cell = hidden;
        List<Tensor> outputs = [];
        for (long step = 0; step < input.size(1); step++)
        {
            Tensor[] gates = weights.OfInput(input.select(1, step)).Plus(weights.OfState(hidden)).chunk(4, 1);
            cell = (gates[1].sigmoid() * cell).Plus(gates[0].sigmoid() * gates[2].tanh());
            hidden = gates[3].sigmoid() * cell.tanh();
            outputs.Add(hidden);
        }
        return stack(outputs, 1);
    }

    private static Tensor RunGru(Tensor input, RecurrentWeights weights)
    {
        Tensor hidden = weights.InitialState(input).squeeze(0);
        List<Tensor> outputs = [];
        for (long step = 0; step < input.size(1); step++)
        {
            Tensor[] seen = weights.OfInput(input.select(1, step)).chunk(3, 1), kept = weights.OfState(hidden).chunk(3, 1);
            Tensor reset = seen[0].Plus(kept[0]).sigmoid(), update = seen[1].Plus(kept[1]).sigmoid();
            Tensor fresh = seen[2].Plus(reset * kept[2]).tanh();
            hidden = fresh.Plus(update * (hidden - fresh));
            outputs.Add(hidden);
        }
        return stack(outputs, 1);
    }
}

namespace MLNetDeep.Networks;

/// <summary>A batch of sequences of vectors.</summary>
/// <param name="Values">Shape [B, T, D]; behind the end of a row, anything finite.</param>
/// <param name="IsStep">Which of the T steps a row has, shape [B, T]; null if all.</param>
internal sealed record Sequences(Tensor Values, Tensor? IsStep)
{
    private static readonly Scalar s_zero = 0; // kept as AdamW tells
    private static readonly Scalar s_lowest = float.NegativeInfinity;

    /// <summary>Reads off where rows end from the NaN that they are padded with.</summary>
    internal static Sequences OfPadded(Tensor values)
    {
        Tensor isStep = values.select(2, 0).isnan().logical_not();
        return new Sequences(values.masked_fill(isStep.logical_not().unsqueeze(-1), s_zero), isStep);
    }

    /// <summary>The values with zeros behind the end of each row.</summary>
    internal Tensor Zeroed => IsStep is null ? Values : Values.masked_fill(IsStep.logical_not().unsqueeze(-1), s_zero);

    /// <summary>The steps of each row, shape [B].</summary>
    internal Tensor Lengths => IsStep!.sum(1, type: ScalarType.Int64);

    /// <summary>Scores of steps, shape [B, T] or [B, T, D], with minus infinity behind the end of each row.</summary>
    internal Tensor Hidden(Tensor scores) => IsStep is null ? scores
        : scores.masked_fill(scores.dim() == 3 ? IsStep.logical_not().unsqueeze(-1) : IsStep.logical_not(), s_lowest);

    /// <summary>Each row from its end to its beginning; what is behind the end stays there.</summary>
    internal Tensor Reversed(Tensor values)
    {
        if (IsStep is null)
        {
            return values.flip(1);
        }
        long rows = values.size(0), steps = values.size(1);
        Tensor places = Axis.Places(steps, values.device), lengths = Lengths.unsqueeze(1);
        Tensor sources = where(IsStep, (lengths - places).sub_(Axis.One), places);
        Tensor indices = sources.Plus(Axis.Places(rows, values.device).to(ScalarType.Int64).mul_(steps).unsqueeze(1));
        return values.reshape(rows * steps, values.size(2)).index_select(0, indices.view(-1)).view(values.shape);
    }
}

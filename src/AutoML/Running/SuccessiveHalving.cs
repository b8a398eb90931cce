namespace MLNetDeep;

/// <summary>Ends trials early by asynchronous successive halving (ASHA: Li et al. 2020, MLSys): of those that reach a rung, the best third goes on.</summary>
/// <remarks>
/// A rung is a share of the epochs that a trial asked for, since the learning rate falls with that share: at equal epochs, one that
/// asked for many is still at its highest rate, and would lose. Within cross-validation, the ends of folds 1, 3, 9 … are rungs, too.
/// </remarks>
internal static class SuccessiveHalving
{
    private const int Reduction = 3;

    private static readonly double[] s_shares = [1.0 / 27, 1.0 / 9, 1.0 / 3];

    /// <summary>The number of the rung at the end of a fold.</summary>
    internal static int EndOfFold => s_shares.Length;

    /// <summary>The highest rung that is reached by an epoch and was not by the one before; <see langword="null"/> for none.</summary>
    internal static int? Reached(int epoch, int numberOfEpochs)
    {
        bool IsNew(double share) => epoch >= share * numberOfEpochs && epoch - 1 < share * numberOfEpochs && epoch < numberOfEpochs;
        int rung = Array.FindLastIndex(s_shares, IsNew);
        return rung < 0 ? null : rung;
    }

    /// <summary>Whether trials are compared at the end of a fold.</summary>
    /// <param name="folds">How many have ended.</param>
    internal static bool IsRung(int folds)
    {
        while (folds % Reduction == 0)
        {
            folds /= Reduction;
        }
        return folds == 1;
    }

    /// <param name="loss">Lower is better.</param>
    /// <param name="others">Of all other trials at the same rung.</param>
    internal static bool GoesOn(double loss, IReadOnlyList<double> others)
    {
        int count = others.Count + 1;
        return count < Reduction || (!double.IsNaN(loss) && others.Count(other => other < loss) < count / Reduction);
    }
}

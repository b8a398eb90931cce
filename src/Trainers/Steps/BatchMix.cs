using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Mixes each row of a batch with another of it, and so their losses: by adding the images up (mixup: Zhang et al. 2018, arXiv 1710.09412) or by pasting a rectangle (CutMix: Yun et al. 2019, arXiv 1905.04899).</summary>
/// <param name="mixup">α of the Beta distribution that the share of a row is drawn from; 0 never adds.</param>
/// <param name="cutMix">α likewise; 0 never pastes. With both, a batch takes either at random.</param>
/// <param name="random">The fit's random numbers.</param>
internal sealed class BatchMix(double mixup, double cutMix, FitRandom random)
{
    /// <summary>The mix that the options ask for, if they do.</summary>
    internal static BatchMix? Of(DeepTrainerOptions options, FitRandom random) =>
        options is CnnOptions cnn && cnn.Mixup + cnn.CutMix > 0 ? new BatchMix(cnn.Mixup, cnn.CutMix, random) : null;

    /// <summary>Mixes each row with another.</summary>
    /// <param name="features">Shape [B, C, height, width].</param>
    /// <returns>The mixed batch, which row each was mixed with, shape [B], and the share that its own label has.</returns>
    internal (Tensor Features, Tensor Partners, double Share) Mix(Tensor features)
    {
        Tensor partners = randperm(features.size(0), dtype: ScalarType.Int64, generator: random.Host).to(features.device);
        Tensor others = features.index_select(0, partners);
        bool pastes = cutMix > 0 && (mixup == 0 || random.Next() < 0.5);
        double share = random.Beta(pastes ? cutMix : mixup);
        if (pastes)
        {
            (Tensor pasted, double kept) = Paste(features, others, share);
            return (pasted, partners, kept);
        }
        using Scalar own = share, other = 1 - share;
        return ((features * own).Plus(others * other), partners, share);
    }

    /// <summary>Pastes a rectangle of about 1 − share of the area, at a random place, cut off at the edges.</summary>
    private (Tensor Features, double Share) Paste(Tensor features, Tensor others, double share)
    {
        long height = features.size(2), width = features.size(3);
        double side = height > 1 ? Math.Sqrt(1 - share) : 1 - share; // of a signal, the window's length
        (long top, long rows) = Range(height, height > 1 ? side : 1);
        (long left, long columns) = Range(width, side);
        Tensor pasted = features.clone();
        pasted.narrow(2, top, rows).narrow(3, left, columns).copy_(others.narrow(2, top, rows).narrow(3, left, columns));
        return (pasted, 1 - (double)(rows * columns) / (height * width));
    }

    private (long Start, long Count) Range(long size, double share)
    {
        if (share >= 1)
        {
            return (0, size);
        }
        double center = random.Next() * size, half = share * size / 2;
        long start = Math.Max(0, (long)(center - half)), end = Math.Min(size, (long)(center + half));
        return (start, Math.Max(0, end - start));
    }
}

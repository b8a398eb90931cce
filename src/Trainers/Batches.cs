namespace MLNetDeep;

/// <summary>How an epoch is cut into batches.</summary>
/// <param name="Rows">The number of training rows.</param>
/// <param name="Count">The number of batches.</param>
/// <param name="Multiple">A number of rows of which all batches but the last are multiples.</param>
internal readonly record struct Batches(long Rows, long Count, int Multiple)
{
    private const int RowsOfATile = 16; // of AMX, whose products of other numbers of rows cost up to three times as much
    private const int FewestTiles = 4; // with fewer, batches would differ much

    /// <summary>Batches of at most <paramref name="batchSize"/> rows, as equal as they can be; 0 chooses a size by the number of rows.</summary>
    internal static Batches Of(long rows, int batchSize)
    {
        int largest = batchSize > 0 ? batchSize : Automatic(rows);
        bool isOfTiles = largest % RowsOfATile == 0 && largest >= FewestTiles * RowsOfATile;
        return new Batches(rows, (rows + largest - 1) / largest, isOfTiles ? RowsOfATile : 1);
    }

    /// <summary>The first row of a batch, in the order of the epoch.</summary>
    internal long Start(long batch) => Math.Min(Rows, ((batch * Rows / Count) + Multiple - 1) / Multiple * Multiple);

    /// <summary>The batch that begins the step of another, where some batches make a step together.</summary>
    internal static long FirstOfStep(long batch, int batchesPerStep) => batch - (batch % batchesPerStep);

    /// <summary>Which part of a step a batch is, where some batches make a step together; the last step of an epoch may have fewer.</summary>
    internal StepPart Part(long batch, int batchesPerStep)
    {
        long first = FirstOfStep(batch, batchesPerStep), end = Math.Min(Count, first + batchesPerStep);
        double share = (double)(Start(batch + 1) - Start(batch)) / (Start(end) - Start(first));
        return new StepPart(share, Begins: batch == first, Ends: batch == end - 1);
    }

    /// <summary>Small data needs many steps, large data few wide ones (the sizes of RealMLP, arXiv 2407.04491, made for 2-core CPUs).</summary>
    private static int Automatic(long rows) => rows switch
    {
        <= 1 << 10 => 32,
        <= 1 << 13 => 128,
        <= 1 << 16 => 256,
        <= 1 << 18 => 512,
        _ => 1024,
    };
}

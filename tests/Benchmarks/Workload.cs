namespace MLNetDeep.Benchmarks;

/// <summary>How much a measurement has to do.</summary>
internal sealed record Workload
{
    internal static Workload Full { get; } = new()
    {
        Rounds = 5,
        FitRows = 100_000,
        FitEpochs = 3,
        Pictures = 10_000,
        Series = 12_800,
        Sentences = 20_000,
        Vocabulary = 1_000_000,
        SparseRows = 20_000,
        SparseSlots = 1_000_000,
        ModelRows = 20_000,
        TransformBlocks = 800,
        Predictions = 40_000,
        MemoryRows = 1_000_000,
        MemoryImages = 50_000,
        RepeatedFits = 200,
        SpillRows = 40_000_000,
        SpillBudget = 512_000_000,
    };

    /// <summary>Just enough to see that everything runs.</summary>
    internal static Workload Quick { get; } = new()
    {
        Rounds = 1,
        FitRows = 1_000,
        FitEpochs = 2,
        Pictures = 600,
        Series = 512,
        Sentences = 500,
        Vocabulary = 20_000,
        SparseRows = 500,
        SparseSlots = 20_000,
        ModelRows = 1_000,
        TransformBlocks = 2,
        Predictions = 10,
        MemoryRows = 2_000,
        MemoryImages = 200,
        RepeatedFits = 11,
        SpillRows = 20_000,
        SpillBudget = 256_000,
    };

    internal required int Rounds { get; init; }

    /// <summary>Rows that are trained on where training is measured.</summary>
    internal required int FitRows { get; init; }

    internal required int FitEpochs { get; init; }

    /// <summary>Images that are trained on and scored where that is measured.</summary>
    internal required int Pictures { get; init; }

    /// <summary>Series that are trained on and scored where that is measured.</summary>
    internal required int Series { get; init; }

    /// <summary>Rows of tokens that are trained on.</summary>
    internal required int Sentences { get; init; }

    /// <summary>The tokens that these may have; a hundredth of them is measured, too.</summary>
    internal required int Vocabulary { get; init; }

    /// <summary>Rows that are trained on where features are mostly zero.</summary>
    internal required int SparseRows { get; init; }

    /// <summary>The width of these rows; a tenth of it is measured, too.</summary>
    internal required int SparseSlots { get; init; }

    /// <summary>Rows that the models are trained on whose predictions are measured.</summary>
    internal required int ModelRows { get; init; }

    /// <summary>Blocks of rows to transform.</summary>
    internal required int TransformBlocks { get; init; }

    /// <summary>Predictions of one row.</summary>
    internal required int Predictions { get; init; }

    /// <summary>Rows that are trained on where memory is measured.</summary>
    internal required int MemoryRows { get; init; }

    /// <summary>Images of 32 × 32 pixels that are trained on where memory is measured.</summary>
    internal required int MemoryImages { get; init; }

    /// <summary>Fits in one process, whose memory is compared with that after ten.</summary>
    internal required int RepeatedFits { get; init; }

    /// <summary>Rows that are trained on where they are too many for the memory.</summary>
    internal required int SpillRows { get; init; }

    /// <summary>The memory for these rows, in bytes.</summary>
    internal required int SpillBudget { get; init; }
}

namespace MLNetDeep;

// What a fit may take of the machine.
public abstract partial record DeepTrainerOptions
{
    /// <summary>The numbers that the network computes with in training.</summary>
    /// <value>The default is <see cref="Precision.Float32"/>.</value>
    /// <remarks>
    /// <see cref="Precision.BFloat16"/> is faster for layers of some hundred units on batches of some hundred rows, on CPUs with AVX512_BF16 or
    /// AMX_BF16 and on GPUs; small networks and batches become slower. Other CPUs refuse it with an <see cref="InvalidOperationException"/>.
    /// </remarks>
    public Precision Precision { get; init; }

    /// <summary>The threads that LibTorch computes on during <c>Fit</c>, the calling one included. The setting of the process stays as it is.</summary>
    /// <value>
    /// Positive; more than the machine has cores counts as the number of its cores. The default is <see langword="null"/>: those that a step has
    /// work for, 100 million operations each, and at most LibTorch's own number: one per core, or <c>OMP_NUM_THREADS</c>.
    /// </value>
    /// <remarks>
    /// On Linux, threads that wait for each other soon sleep, unless <c>OMP_WAIT_POLICY</c> or <c>GOMP_SPINCOUNT</c> says otherwise. Elsewhere they may spin for long: more of
    /// them than idle cores then make training many times slower.
    /// </remarks>
    public int? NumberOfThreads { get; init; }

    /// <summary>How long training may take, reading the data not included. The learning-rate schedule is shortened to end with it.</summary>
    /// <value>Positive, or <see langword="null"/> for no limit. The default is <see langword="null"/>.</value>
    /// <remarks>With a budget that binds, results depend on the speed of the machine and are not reproducible.</remarks>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>How many bytes of memory the features of the rows may take; where they take more, training reads them from a temporary file.</summary>
    /// <value>Positive, or <see langword="null"/> for half of the memory that is free when <c>Fit</c> begins. The default is <see langword="null"/>.</value>
    /// <remarks>
    /// <para>Free is what this process has not yet taken of the memory that .NET may use (the machine's, or three quarters of a container's
    /// limit), and at most what the operating system calls available. Training and validation rows count together. Labels, weights and the order of
    /// the rows stay in memory in any case: 16 to 24 bytes a row, and 8 more for features that are mostly zero. Labels of steps count as features.</para>
    /// <para>The file lies in <c>MLContext.TempFilePath</c> and has 4 bytes for each feature of a row; or, where most are zero, 8 for each that is
    /// not, and as much again in a second file while rows are prepared. Nobody else can open it, and it is gone when <c>Fit</c> or the process
    /// ends. The model is the same, to the bit. A folder that is itself in memory, as /tmp is on many Linux systems, saves none: a warning says so.</para>
    /// <para>A fit on a GPU takes what is within the budget to the GPU's memory: set a budget that fits there.</para>
    /// <para>Several fits at once do not know of each other: by default, two that begin together may take all free memory. Set a budget for each.</para>
    /// </remarks>
    public long? MemoryBudget { get; init; }

    private void CheckResources()
    {
        Require.Defined(nameof(Precision), Precision);
        Require.That(NumberOfThreads is null or > 0, nameof(NumberOfThreads), NumberOfThreads, "positive, or null for as many as a step has work for");
        Require.That(TimeBudget is null || TimeBudget > TimeSpan.Zero, nameof(TimeBudget), TimeBudget, "positive, or null for no limit");
        Require.That(MemoryBudget is null or > 0, nameof(MemoryBudget), MemoryBudget, "positive, or null for half of the free memory");
    }
}

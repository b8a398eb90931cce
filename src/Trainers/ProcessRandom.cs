namespace MLNetDeep;

/// <summary>LibTorch's random numbers of the whole process, lent to modules of the user's own, which draw from no others.</summary>
/// <remarks>One at a time, from a seed, and then they are put back: fits at the same time do not change each other's, nor those of the application.</remarks>
internal static class ProcessRandom
{
    private static readonly Lock s_lock = new();

    /// <summary>Runs what may draw numbers, so that the application's own go on behind it as if it had drawn none.</summary>
    /// <param name="seed">What the numbers follow from; those of the application if not given.</param>
    /// <param name="device">Where it may draw them; on a GPU they follow from the seed, but are not put back.</param>
    /// <param name="draw">What may draw.</param>
    internal static T Lend<T>(long? seed, Device device, Func<T> draw)
    {
        lock (s_lock)
        {
            using Generator generator = Generator.Default;
            using Tensor before = generator.get_state();
            try
            {
                if (seed is long known)
                {
                    Seed(generator, known, device);
                }
                return draw();
            }
            finally
            {
                generator.set_state(before);
            }
        }
    }

    private static void Seed(Generator generator, long seed, Device device)
    {
        generator.manual_seed(seed);
        if (device.type == DeviceType.CUDA)
        {
            cuda.manual_seed(seed);
        }
    }
}

namespace MLNetDeep;

/// <summary>The <see cref="MLContext"/> of an application.</summary>
public sealed class MLNetDeepOptions
{
    /// <summary>The seed of the context.</summary>
    /// <value>The default is none: a random one. Predictions do not depend on it.</value>
    public int? Seed { get; set; }

    /// <summary>The CUDA device that trainers of this context use: <see cref="MLContext.GpuDeviceId"/>.</summary>
    /// <value>The default is none: the CPU. At least 0. Predictions are made on the CPU whatever it is; see <see cref="PredictorOptions.Execution"/>.</value>
    public int? GpuDeviceId { get; set; }

    /// <summary>Whether a missing device is a warning and the CPU is used, and not an error: <see cref="MLContext.FallbackToCpu"/>.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool FallbackToCpu { get; set; }
}

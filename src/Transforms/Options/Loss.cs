using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>What training minimizes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Loss>))]
public enum Loss
{
    /// <summary>Cross-entropy in classification, the squared error in regression.</summary>
    Automatic,

    /// <summary>Classification: the negative logarithm of the probability of the label's class, in nats.</summary>
    CrossEntropy,

    /// <summary>Classification: cross-entropy times (1 − p)^γ, where p is the probability of the label's class, so that rows that are already told apart count little (Lin et al. 2017, arXiv 1708.02002).</summary>
    Focal,

    /// <summary>Regression: the square of the error; learns the mean.</summary>
    SquaredError,

    /// <summary>Regression: the size of the error; learns the median, and lets outliers be.</summary>
    AbsoluteError,

    /// <summary>Regression: half of the square of a small error, and of a large one its size, so that outliers pull no harder than others (Huber 1964, Annals of Mathematical Statistics 35).</summary>
    Huber,

    /// <summary>Regression: the pinball loss; learns a quantile (Koenker and Bassett 1978, Econometrica 46).</summary>
    Quantile,
}

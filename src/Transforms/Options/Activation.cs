using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>The function applied to each hidden unit.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Activation>))]
public enum Activation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x·Φ(x), with Φ the normal distribution function (Hendrycks and Gimpel 2016, arXiv 1606.08415).</summary>
    Gelu,

    /// <summary>x·sigmoid(x) (Elfwing et al. 2017, arXiv 1702.03118).</summary>
    Silu,

    /// <summary>The self-normalizing exponential unit (Klambauer et al. 2017, arXiv 1706.02515).</summary>
    Selu,

    /// <summary>x·tanh(softplus(x)) (Misra 2019, arXiv 1908.08681).</summary>
    Mish,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}

using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>How weights follow their gradients.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Optimizer>))]
public enum Optimizer
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with Nesterov's momentum (Sutskever et al. 2013, ICML) and decoupled weight decay. Wants learning rates ten to a hundred times those of <see cref="AdamW"/>.</summary>
    Sgd,
}

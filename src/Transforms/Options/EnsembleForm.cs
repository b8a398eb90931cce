using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>What the networks of an ensemble have for themselves; other weights are shared (Gorishniy et al. 2025, arXiv 2410.24210).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EnsembleForm>))]
public enum EnsembleForm
{
    /// <summary>Factors of the inputs and outputs of each layer, its biases, and the output layer ("TabM").</summary>
    Full,

    /// <summary>Factors of the features, and the output layer ("TabM-mini").</summary>
    Mini,
}

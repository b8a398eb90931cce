using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>The numbers that a network computes with in training. It is stored, and makes predictions, in single precision.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Precision>))]
public enum Precision
{
    /// <summary>Single precision: 24 bits of each number.</summary>
#pragma warning disable CA1720 // the type's name is what it means
    Float32,
#pragma warning restore CA1720

    /// <summary>8 bits of each number in products and activations; weights, statistics and loss stay in single precision (Kalamkar et al. 2019, arXiv 1905.12322).</summary>
    BFloat16,
}

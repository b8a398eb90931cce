using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>What a network for sequences makes of its outputs for all steps.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RnnPooling>))]
public enum RnnPooling
{
    /// <summary>The output behind the last step; of a bidirectional network, for its backward half, behind the first.</summary>
    Last,

    /// <summary>The mean of the outputs.</summary>
    Mean,

    /// <summary>The largest of each output.</summary>
    Max,

    /// <summary>The mean weighted by what a small network learns to look at (Yang et al. 2016, NAACL; additive attention).</summary>
    Attention,
}

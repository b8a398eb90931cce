using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>How hidden units are normalized before their activation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Normalization>))]
public enum Normalization
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Each unit over the rows of a batch; by running averages when scoring (Ioffe and Szegedy 2015, arXiv 1502.03167).</summary>
    Batch,

    /// <summary>Each row over its units (Ba et al. 2016, arXiv 1607.06450).</summary>
    Layer,
}

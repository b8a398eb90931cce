using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>What a network gets of a number beside the number itself.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NumericEmbedding>))]
public enum NumericEmbedding
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>How far it is through each of the bins that training cuts its feature into, from 0 to 1: steps and kinks, which trees find and networks find hard, become simple (Gorishniy et al. 2022, arXiv 2203.05556).</summary>
    PiecewiseLinear,
}

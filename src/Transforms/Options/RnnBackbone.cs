using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>What a network for sequences reads their steps with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RnnBackbone>))]
public enum RnnBackbone
{
    /// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997, Neural Computation 9; with forget gates, Gers et al. 2000).</summary>
    Lstm,

    /// <summary>Gated recurrent units (Cho et al. 2014, arXiv 1406.1078), with the reset gate behind the product as in cuDNN.</summary>
    Gru,

    /// <summary>Convolutions over 3, 4 and 5 steps side by side (Kim 2014, arXiv 1408.5882); best with <see cref="RnnPooling.Max"/>.</summary>
    Convolution,

    /// <summary>A Transformer encoder with normalization before each part (Vaswani et al. 2017, arXiv 1706.03762; Xiong et al. 2020, arXiv 2002.04745).</summary>
    Transformer,
}

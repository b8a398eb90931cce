using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>What a network for sequences reads their steps with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RnnBackbone>))]
public enum RnnBackbone
{
    /// <summary><see cref="Lstm"/> for numbers; for tokens <see cref="Ngrams"/> or, where each has a label or an option is set that is for networks of layers, <see cref="Lstm"/>.</summary>
    Automatic,

    /// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997, Neural Computation 9; with forget gates, Gers et al. 2000).</summary>
    Lstm,

    /// <summary>Gated recurrent units (Cho et al. 2014, arXiv 1406.1078), with the reset gate behind the product as in cuDNN.</summary>
    Gru,

    /// <summary>Convolutions over 3, 4 and 5 steps side by side (Kim 2014, arXiv 1408.5882); best with <see cref="RnnPooling.Max"/>.</summary>
    Convolution,

    /// <summary>A Transformer encoder with normalization before each part (Vaswani et al. 2017, arXiv 1706.03762; Xiong et al. 2020, arXiv 2002.04745).</summary>
    Transformer,

    /// <summary>
    /// A weight for each token and for each n-gram, summed: a linear model (Wang and Manning 2012, ACL; with hashing as in Joulin et al. 2017, EACL). It is fast,
    /// and on some thousand real texts as accurate as the networks, but blind to what follows from tokens far apart. For tokens only, with one label for all of a row; has none of the options of layers, and no pooling.
    /// </summary>
    Ngrams,
}

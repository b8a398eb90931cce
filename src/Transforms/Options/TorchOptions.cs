using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>The options of a network of the user's own, made of TorchSharp's layers.</summary>
/// <remarks>
/// As for <see cref="MlpOptions"/>, features need no normalization, and the trained network is an ONNX graph that needs no LibTorch to make predictions.
/// <see cref="DeepTrainerOptions.Dropout"/> is not used: dropout is where the network has it.
/// </remarks>
public sealed record TorchOptions : DeepTrainerOptions
{
    /// <summary>Makes the network: a <c>Sequential</c> of TorchSharp, whose parts may be such again, from scaled features [B, D] to raw outputs [B, K].</summary>
    /// <value>Required. It is called once for each fit, and what it makes is disposed. Not serialized: the model carries the trained graph.</value>
    /// <remarks>
    /// Layers may be Linear, BatchNorm1d, LayerNorm, Dropout, ReLU, GELU, SiLU, SELU, Mish, Tanh, Flatten and Identity; an error names any other. Outputs are without
    /// sigmoid or softmax: log-odds, a logit for each class, or one number.
    /// </remarks>
    [JsonIgnore]
    public Func<TorchContext, object>? Network { get; init; }

    /// <summary>The check of <see cref="Network"/>, which a model that was loaded does not have.</summary>
    internal void CheckNetwork() => Require.That(Network is not null, nameof(Network), Network, "a function that makes a Sequential");

    /// <summary>Whether training begins with the weights that the network comes with; otherwise they are drawn by the seed of the fit, as for <see cref="MlpOptions"/>.</summary>
    /// <value>The default is <see langword="false"/>, since LibTorch draws initial weights from random numbers of the whole process, which no seed of a fit reproduces.</value>
    public bool KeepInitialWeights { get; init; }
}

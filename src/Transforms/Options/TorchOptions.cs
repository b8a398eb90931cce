using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>The options of a network of the user's own, made of TorchSharp's layers.</summary>
/// <remarks>
/// As for <see cref="MlpOptions"/>, features need no normalization. A network of layers that ONNX has operators for becomes an ONNX graph, which needs no LibTorch to make
/// predictions; any other is saved by name (<see cref="Module"/>). <see cref="DeepTrainerOptions.Dropout"/> is not used: dropout is where the network has it.
/// </remarks>
public sealed record TorchOptions : DeepTrainerOptions
{
    /// <summary>Makes the network: a <c>Sequential</c> of TorchSharp, whose parts may be such again, from scaled features [B, D] to raw outputs [B, K].</summary>
    /// <value>Required, unless <see cref="Module"/> is set. It is called once for each fit, and what it makes is disposed. Not serialized: the model carries the trained graph.</value>
    /// <remarks>
    /// Layers may be Linear, BatchNorm1d, LayerNorm, Dropout, ReLU, GELU, SiLU, SELU, Mish, Tanh, Flatten and Identity; and, between <c>Unflatten(1, [channels, steps])</c> or
    /// <c>Unflatten(1, [channels, height, width])</c> and Flatten, Conv1d, Conv2d, BatchNorm2d, MaxPool, AvgPool, and AdaptiveAvgPool to size 1. An error names any other. Outputs are
    /// without sigmoid or softmax: log-odds, a logit for each class, or one number.
    /// </remarks>
    [JsonIgnore]
    public Func<TorchContext, object>? Network { get; init; }

    /// <summary>Names what makes the network, in place of <see cref="Network"/>: any <c>Module&lt;Tensor, Tensor&gt;</c> of TorchSharp or of your own, from scaled features [B, D] to raw outputs [B, K].</summary>
    /// <value>The default is <see langword="null"/>. <c>TorchModules.Register</c> says what makes it, in the program that trains and in each that loads the model.</value>
    /// <remarks>
    /// <para>A <c>Sequential</c> of the layers of <see cref="Network"/> becomes an ONNX graph. Of any other module the model has the name, the configuration and the weights;
    /// LibTorch makes the predictions, so that programs that load it need the package MLNetDeep and one of LibTorch, too.</para>
    /// <para>Training begins with the weights that the module comes with, and draws its dropout, by the seed of the fit. It computes in single precision. Weights are Single,
    /// of up to four axes; buffers of other types, such as counters, are not saved but made anew.</para>
    /// </remarks>
    public TorchModule? Module { get; init; }

    /// <summary>Whether training begins with the weights that the layers come with: those that TorchSharp draws by the seed of the fit, or those that <see cref="Network"/> gives them.</summary>
    /// <value>The default is <see langword="false"/>: they are drawn as for <see cref="MlpOptions"/>.</value>
    /// <remarks>A network that does not become an ONNX graph always begins with what it comes with.</remarks>
    public bool KeepInitialWeights { get; init; }

    internal override void Check()
    {
        base.Check();
        Module?.Check();
    }

    /// <summary>The check of what makes the network, which a model that was loaded need not have.</summary>
    internal void CheckNetwork()
    {
        Require.That(Network is not null || Module is not null, nameof(Network), Network, "a function that makes a Sequential, unless Module is set");
        Require.That(Network is null || Module is null, nameof(Network), "a function", "null where Module is set");
    }
}

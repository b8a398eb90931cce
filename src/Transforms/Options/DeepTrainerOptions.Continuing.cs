using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace MLNetDeep;

// What training begins with.
public abstract partial record DeepTrainerOptions
{
    /// <summary>A model whose weights training begins with, in place of random ones: those that have the name and the shape of a weight of the network.</summary>
    /// <value>The default is <see langword="null"/>: all weights begin at random. Not serialized.</value>
    /// <remarks>
    /// <para>Take its options, so that the network has the same layers: <c>(MlpOptions)model.Options with { InitialModel = model }</c>; and its featurizers, so that
    /// features, tokens and keys mean the same. The scaling of features is taken too. The last layer is not taken where the task is another, or classes have other names.
    /// <see cref="TrainingHistory.Transfer"/> tells what was taken; it is an error if nothing can be.</para>
    /// <para>Only weights are taken: the optimizer begins anew. The fit does not keep the model, which may be disposed afterwards.</para>
    /// </remarks>
    [JsonIgnore]
    public DeepTransformer? InitialModel { get; init; }

    /// <summary>A file of weights that training begins with, in the safetensors format: of PyTorch, or of <see cref="DeepModel.SaveSafetensors"/>, whose documentation has the names.</summary>
    /// <value>The default is <see langword="null"/>: none. Beside <see cref="InitialModel"/> it is refused. Not serialized.</value>
    /// <remarks>Weights are taken as from <see cref="InitialModel"/>, by name and shape; the last layer too, if it has the shape. Numbers may be F32, F64, F16 or BF16. The file is checked before memory is reserved for it.</remarks>
    [JsonIgnore]
    public string? InitialWeightsFile { get; init; }

    /// <summary>Layers that stay as they begin, by name: those of <see cref="InitialModel"/>, for example.</summary>
    /// <value>Names as in <c>Summary()</c>, of recurrent layers <c>rnn</c>; <c>*</c> stands for any text, and a name for all that begins with it and a dot. The default is <see langword="null"/>: all layers are trained.</value>
    /// <remarks>A batch normalization that stays as it is normalizes by its running averages, in training too.</remarks>
    public IReadOnlyList<string>? FreezeLayers { get; init; }

    /// <summary>A file that the state of training is written to after each epoch, so that a fit that was ended from outside continues there when it is run again.</summary>
    /// <value>The default is <see langword="null"/>: none. Not serialized.</value>
    /// <remarks>
    /// <para>With the same options, data and seed, a fit that finds the file goes on behind its last epoch, and ends with the same weights, bit for bit, as one that was never
    /// ended. Where no seed is set, that of the file is taken. A file of another fit is refused. When a fit has finished, it deletes the file.</para>
    /// <para>The file is written beside and moved into its place; the one before is kept as <c>.previous</c>, and used if the latest is damaged. It takes up to four times the memory of the weights.</para>
    /// </remarks>
    [JsonIgnore]
    public string? CheckpointPath { get; init; }

    private void CheckContinuing()
    {
        Require.That(CheckpointPath != "", nameof(CheckpointPath), CheckpointPath, "a path, or null for none");
        Require.That(FreezeLayers is null || FreezeLayers.All(name => !string.IsNullOrEmpty(name)), nameof(FreezeLayers), FreezeLayers is null ? null : $"[{string.Join(", ", FreezeLayers)}]", "names of layers, or null for none");
        Require.That(InitialWeightsFile != "", nameof(InitialWeightsFile), InitialWeightsFile, "a path, or null for none");
        if (InitialWeightsFile is not null)
        {
            CheckWeightsFile();
        }
    }

    /// <summary>By itself, so that options are checked, and networks loaded, also where ML.NET lacks what <see cref="DeepTransformer"/> is made of.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CheckWeightsFile() =>
        Require.That(InitialModel is null, nameof(InitialWeightsFile), InitialWeightsFile, "null where InitialModel is given");
}

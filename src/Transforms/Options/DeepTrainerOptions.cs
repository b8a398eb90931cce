using System.Text.Json.Serialization;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep;

/// <summary>What every deep trainer can be told: columns, training length, optimization, reproducibility.</summary>
/// <remarks>
/// The options of each architecture derive from this record. They serialize with System.Text.Json, and the search attributes make
/// each a ready search space for ML.NET's AutoML: a search range is what is worth trying, and narrower than what is valid.
/// Values are checked by <c>Fit</c>, which throws <see cref="ArgumentOutOfRangeException"/> naming the option.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "Architecture")]
[JsonDerivedType(typeof(MlpOptions), "Mlp")]
[JsonDerivedType(typeof(CnnOptions), "Cnn")]
[JsonDerivedType(typeof(RnnOptions), "Rnn")]
[JsonDerivedType(typeof(TorchOptions), "Torch")]
public abstract partial record DeepTrainerOptions
{
    /// <summary>The column to predict: Boolean (binary), key (multiclass) or Single (regression); for <see cref="RnnOptions"/> also vectors of them, with one for each step.</summary>
    /// <value>The default is <c>Label</c>.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>The column of features, a vector of <see cref="float"/>.</summary>
    /// <value>The default is <c>Features</c>.</value>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>The column of row weights, a non-negative <see cref="float"/>, or <see langword="null"/> when all rows count alike.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    /// <remarks>Weights scale each row's share of the loss, in training and in validation. Rows with a NaN or negative weight are skipped with a warning, rows of weight 0 without one.</remarks>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>The number of passes over the training rows, unless early stopping or the time budget ends training sooner.</summary>
    /// <value>At least 1. The default is 40.</value>
    [Range(5, 200, 40, true)]
    public int NumberOfEpochs { get; init; } = 40;

    /// <summary>The largest number of rows in one optimization step; 0 chooses by the number of training rows.</summary>
    /// <value>At least 0. The default is 0: 32 up to 1,024 rows, 128 up to 8,192, 256 up to 65,536, 512 up to 262,144, then 1,024.</value>
    /// <remarks>An epoch is cut into batches as equal as they can be, so that none is a small remainder; of 64 rows and more, all but the last have a multiple of 16, which CPUs multiply fastest.</remarks>
    [Choice([0, 32, 64, 128, 256, 512, 1024], 0)]
    public int BatchSize { get; init; }

    /// <summary>The peak learning rate.</summary>
    /// <value>Positive. The default is 0.005, for AdamW. <c>DeepTrainer.FindLearningRate</c> suggests one.</value>
    [Range(1e-4, 2e-2, 5e-3, true)]
    public double LearningRate { get; init; } = 5e-3;

    /// <summary>How the learning rate changes during training.</summary>
    /// <value>The default is <see cref="LearningRateSchedule.WarmUpCosine"/>.</value>
    public LearningRateSchedule LearningRateSchedule { get; init; } = LearningRateSchedule.WarmUpCosine;

    /// <summary>The decoupled weight decay: the share of each weight that is taken away per step, times the learning rate.</summary>
    /// <value>At least 0. The default is 0.01. Biases and normalization parameters do not decay.</value>
    [Range(1e-4, 1e-1, 1e-2, true)]
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>The probability of zeroing a hidden unit during training, in [0, 1).</summary>
    /// <value>The default is 0.2.</value>
    /// <remarks>Srivastava et al. 2014, JMLR 15. Inactive when scoring.</remarks>
    [Range(0.0, 0.5, 0.2)]
    public double Dropout { get; init; } = 0.2;

    /// <summary>The largest Euclidean norm of the gradient over all parameters; longer gradients are scaled down to it. 0 switches clipping off.</summary>
    /// <value>At least 0. The default is 1.</value>
    /// <remarks>Pascanu et al. 2013, arXiv 1211.5063.</remarks>
    public double GradientClipNorm { get; init; } = 1;

    /// <summary>The share of the training rows that is held out to measure progress when <c>Fit</c> gets no validation data, in [0, 1).</summary>
    /// <value>The default is 0.1. With 0, or too few rows to hold any out, training runs all epochs and keeps the last weights.</value>
    /// <remarks>Rows are drawn at random; in classification each class gives the same share, unless each step of a row has one.</remarks>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>After how many epochs in a row without a lower validation loss training stops; 0 never stops early.</summary>
    /// <value>At least 0. The default is 15. Equal losses count as no improvement. The best epoch's weights are kept in any case.</value>
    public int EarlyStoppingPatience { get; init; } = 15;

    /// <summary>The seed of everything random: initial weights, hold-out, row order, dropout.</summary>
    /// <value>The default is <see langword="null"/>: the seed of the <c>MLContext</c>, and a random one if that has none.</value>
    /// <remarks>On the CPU and with an equal number of LibTorch threads, equal seeds and data give bit-equal models.</remarks>
    public int? Seed { get; init; }

    /// <summary>Is told of each finished epoch, on the thread that fits.</summary>
    /// <value>The default is <see langword="null"/>. Not serialized.</value>
    [JsonIgnore]
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>Cancels <c>Fit</c> within a batch, with an <see cref="OperationCanceledException"/>.</summary>
    /// <value>The default never cancels. Not serialized.</value>
    [JsonIgnore]
    public CancellationToken CancellationToken { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its valid range.</exception>
    internal virtual void Check()
    {
        Require.Name(nameof(LabelColumnName), LabelColumnName);
        Require.Name(nameof(FeatureColumnName), FeatureColumnName);
        Require.That(ExampleWeightColumnName != "", nameof(ExampleWeightColumnName), ExampleWeightColumnName, "a column name, or null for no weights");
        Require.Positive(nameof(NumberOfEpochs), NumberOfEpochs);
        Require.AtLeast(nameof(BatchSize), BatchSize, 0);
        Require.PositiveFinite(nameof(LearningRate), LearningRate);
        Require.Defined(nameof(LearningRateSchedule), LearningRateSchedule);
        Require.AtLeast(nameof(WeightDecay), WeightDecay, 0);
        Require.Fraction(nameof(Dropout), Dropout);
        Require.AtLeast(nameof(GradientClipNorm), GradientClipNorm, 0);
        Require.Fraction(nameof(ValidationFraction), ValidationFraction);
        Require.AtLeast(nameof(EarlyStoppingPatience), EarlyStoppingPatience, 0);
        CheckLoss();
        CheckOptimization();
        CheckWatching();
        CheckContinuing();
        CheckResources();
    }
}

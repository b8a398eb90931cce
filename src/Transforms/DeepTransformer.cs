namespace MLNetDeep;

/// <summary>A fitted network as a step of an ML.NET pipeline: adds the score columns of its task.</summary>
/// <remarks>
/// <para>Binary classification adds <c>Score</c> (log-odds), <c>Probability</c> and <c>PredictedLabel</c>; multiclass <c>Score</c>
/// (one probability per class) and <c>PredictedLabel</c> (a key with the label's values); regression <c>Score</c>. Of a network that
/// was trained on a label for each step of sequences, they are vectors with the values of all steps side by side.</para>
/// <para>Many threads may use one transformer. It runs on ONNX Runtime and needs no LibTorch, unless its network is a module (<see cref="TorchOptions.Module"/>). Disposing frees native memory once no
/// call is inside; a transformer that is never disposed is freed with its last reference.</para>
/// <para><c>mlContext.Model.ConvertToOnnx</c>, of Microsoft.ML.OnnxConverter, takes it into the one graph of a pipeline, in operator set 12.</para>
/// </remarks>
public sealed class DeepTransformer : ISingleFeaturePredictionTransformer<DeepModel>, ISingleFeaturePredictionTransformer, IDisposable
{
    private readonly ExecutionOptions _execution;
    private readonly IScorer _scorer;

    /// <summary>Makes predictions with a network, on the CPU.</summary>
    /// <exception cref="FormatException">The graph of the network is damaged, or not one that this library writes; or its weights are not those of the module that is registered.</exception>
    /// <exception cref="InvalidOperationException">The network is a module (<see cref="TorchOptions.Module"/>) that the application has not registered.</exception>
    public DeepTransformer(DeepModel model)
        : this(model, new ExecutionOptions())
    {
    }

    private DeepTransformer(DeepModel model, ExecutionOptions execution)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _execution = execution;
        _scorer = IScorer.Of(model, execution);
    }

    /// <summary>The trained network.</summary>
    public DeepModel Model { get; }

    /// <summary>The options that the network was trained with.</summary>
    public DeepTrainerOptions Options => Model.Options;

    /// <summary>How training went, epoch by epoch.</summary>
    public TrainingHistory TrainingHistory => Model.TrainingHistory;

    /// <summary>The name of the column that features are read from.</summary>
    public string FeatureColumnName => Options.FeatureColumnName;

    /// <summary>The type of the feature column: a vector of <see cref="float"/> of the width seen in training; for sequences of any length, of no fixed size, or of keys.</summary>
    public DataViewType FeatureColumnType => Model.Description.Sequence switch
    {
        null => new VectorDataViewType(NumberDataViewType.Single, Model.FeatureCount),
        SequenceKind.Numbers => new VectorDataViewType(NumberDataViewType.Single),
        _ => new VectorDataViewType(new KeyDataViewType(typeof(uint), Model.FeatureCount)),
    };

    /// <summary>Always <see langword="true"/>: a row's scores depend on that row alone.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The schema of the data with its score columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or not as in training.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Mapper(inputSchema).OutputSchema;

    /// <summary>The data with its score columns, computed in one pass when read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or not as in training.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredDataView(this, input, Mapper(input.Schema));
    }

    /// <summary>Scores single rows, for <c>PredictionEngine</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or not as in training.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Mapper(inputSchema);

    /// <summary>A binary classifier of the same network that says <see langword="true"/> above another probability.</summary>
    /// <param name="threshold">The probability above which <c>PredictedLabel</c> is <see langword="true"/>, in [0, 1]; 0.5 after training.</param>
    /// <returns>A new transformer, run in the same way; this one is unchanged, and each is disposed by itself.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not in [0, 1].</exception>
    /// <exception cref="InvalidOperationException">The model is not a binary classifier.</exception>
    public DeepTransformer WithThreshold(float threshold)
    {
        Require.That(threshold is >= 0 and <= 1, nameof(threshold), threshold, "a probability in [0, 1]");
        return Model.Task == TaskKind.BinaryClassification
            ? new DeepTransformer(new DeepModel(Model.Description with { Threshold = threshold }, Model.Graph), _execution)
            : throw new InvalidOperationException($"Only a binary classifier has a threshold; this model is for {Model.Task}.");
    }

    /// <summary>The same network, run on other threads or another device.</summary>
    /// <param name="execution">The threads and the device; they are those of this process and are not saved.</param>
    /// <returns>A new transformer; this one is unchanged, and each is disposed by itself.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime cannot run the network this way.</exception>
    public DeepTransformer WithExecution(ExecutionOptions execution)
    {
        ArgumentNullException.ThrowIfNull(execution);
        execution.Check();
        return new DeepTransformer(Model, execution);
    }

    /// <summary>What the network looks at in a series: the weight of each step in its pooling by attention.</summary>
    /// <param name="features">The numbers of one row, as in the feature column: those of a step side by side.</param>
    /// <returns>A number from 0 to 1 for each step of the row; together 1. Steps beyond <see cref="RnnOptions.MaximumLength"/> have 0; a row without steps has no weights.</returns>
    /// <remarks>
    /// ONNX Runtime computes them, as part of the score (Yang et al. 2016, NAACL). A weight says how much of what the layers before the
    /// pooling made of a step goes into the score, and not which output it speaks for. One of <see cref="RnnBackbone.Convolution"/> looks at
    /// five steps. Recurrent layers and a Transformer look at the whole row: the weight may then lie beside the step that decides, or far from it.
    /// </remarks>
    /// <exception cref="ArgumentException">The numbers are not those of a row, or the model reads tokens.</exception>
    /// <exception cref="InvalidOperationException">The network has no pooling by attention, or the row takes more than 4 GB to score.</exception>
    public float[] AttentionWeights(ReadOnlySpan<float> features) => new AttentionRow(Model, _scorer as OnnxScorer).OfNumbers(features);

    /// <summary>What the network looks at in a text: the weight of each token in its pooling by attention.</summary>
    /// <param name="tokens">The keys of one row, as in the feature column; 0 is an unknown token. Leave out those by which a vector of known size is filled up.</param>
    /// <returns>A number from 0 to 1 for each token of the row; together 1. Tokens beyond <see cref="RnnOptions.MaximumLength"/> have 0; a row without tokens has no weights.</returns>
    /// <inheritdoc cref="AttentionWeights(ReadOnlySpan{float})" path="/remarks"/>
    /// <exception cref="ArgumentException">The model reads numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A key is none of the model's.</exception>
    /// <exception cref="InvalidOperationException">The network has no pooling by attention, or the row takes more than 4 GB to score.</exception>
    public float[] AttentionWeights(ReadOnlySpan<uint> tokens) => new AttentionRow(Model, _scorer as OnnxScorer).OfTokens(tokens);

    /// <inheritdoc cref="DeepModel.SaveSafetensors"/>
    public void SaveSafetensors(Stream stream) => Model.SaveSafetensors(stream);

    /// <inheritdoc cref="DeepModel.Summary"/>
    public string Summary() => Model.Summary();

    /// <inheritdoc cref="DeepModel.SaveOnnx"/>
    public void SaveOnnx(Stream stream) => Model.SaveOnnx(stream);

    /// <summary>Frees the native memory of the network, as soon as no call is inside. Later use is an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _scorer.Dispose();

    /// <summary>Scores single rows, or gives each the outputs that a block has for it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or not as in training.</exception>
    internal RowScorer Mapper(DataViewSchema inputSchema, RowBlock? block = null)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowScorer(Model, _scorer, inputSchema, block);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => TransformerFile.Save(this, ctx);
}

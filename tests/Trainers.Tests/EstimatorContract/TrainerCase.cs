using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>A row of the table that the contract runs over: an architecture and a task.</summary>
/// <param name="Name">For test names.</param>
/// <param name="Task">What to predict; <see cref="ToyData"/> has data for it.</param>
/// <param name="Small">Options of a network that trains in milliseconds, with a seed.</param>
/// <param name="Create">The catalog verb.</param>
public sealed record TrainerCase(
    string Name, TaskKind Task, DeepTrainerOptions Small, Func<MLContext, DeepTrainerOptions, DeepTrainer> Create)
{
    /// <summary>Whether each step of a row has a label, and a prediction.</summary>
    public bool HasStepLabels { get; init; }

    private static readonly MlpOptions s_mlp = new() { HiddenLayerSizes = [8], NumberOfEpochs = 3, Seed = 1 };

    private static readonly CnnOptions s_cnn = new() { Backbone = CnnBackbone.Plain, Channels = 8, KernelSize = 7, NumberOfEpochs = 3, Seed = 1 }; // a kernel that sees all steps from each

    private static readonly RnnOptions s_rnn = new() { FeaturesPerStep = 1, HiddenSize = 8, NumberOfEpochs = 3, Seed = 1 };

    private static readonly TorchOptions s_torch = new()
    {
        Network = context =>
        {
            TestAssembly.MakesModules = true;
            return nn.Sequential(nn.Linear(context.FeatureCount, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Sequential(nn.Dropout(0.1), nn.Linear(8, context.OutputCount)));
        },
        NumberOfEpochs = 3,
        Seed = 1,
    };

    private static readonly TorchOptions s_module = new() { Module = GatedNetwork.Small, NumberOfEpochs = 3, Seed = 1 };

    public static IEnumerable<TrainerCase> All =>
    [
        new("Mlp binary", TaskKind.BinaryClassification, s_mlp, (ml, options) => ml.BinaryClassification.Trainers.Mlp((MlpOptions)options)),
        new("Mlp multiclass", TaskKind.MulticlassClassification, s_mlp, (ml, options) => ml.MulticlassClassification.Trainers.Mlp((MlpOptions)options)),
        new("Mlp regression", TaskKind.Regression, s_mlp, (ml, options) => ml.Regression.Trainers.Mlp((MlpOptions)options)),
        new("Cnn binary", TaskKind.BinaryClassification, s_cnn, (ml, options) => ml.BinaryClassification.Trainers.Cnn((CnnOptions)options)),
        new("Cnn multiclass", TaskKind.MulticlassClassification, s_cnn, (ml, options) => ml.MulticlassClassification.Trainers.Cnn((CnnOptions)options)),
        new("Cnn regression", TaskKind.Regression, s_cnn, (ml, options) => ml.Regression.Trainers.Cnn((CnnOptions)options)),
        new("Torch binary", TaskKind.BinaryClassification, s_torch, (ml, options) => ml.BinaryClassification.Trainers.Torch((TorchOptions)options)),
        new("Torch multiclass", TaskKind.MulticlassClassification, s_torch, (ml, options) => ml.MulticlassClassification.Trainers.Torch((TorchOptions)options)),
        new("Torch regression", TaskKind.Regression, s_torch, (ml, options) => ml.Regression.Trainers.Torch((TorchOptions)options)),
        new("Module binary", TaskKind.BinaryClassification, s_module, (ml, options) => ml.BinaryClassification.Trainers.Torch((TorchOptions)options)),
        new("Module multiclass", TaskKind.MulticlassClassification, s_module, (ml, options) => ml.MulticlassClassification.Trainers.Torch((TorchOptions)options)),
        new("Module regression", TaskKind.Regression, s_module, (ml, options) => ml.Regression.Trainers.Torch((TorchOptions)options)),
        new("Rnn binary", TaskKind.BinaryClassification, s_rnn, (ml, options) => ml.BinaryClassification.Trainers.Rnn((RnnOptions)options)),
        new("Rnn multiclass", TaskKind.MulticlassClassification, s_rnn, (ml, options) => ml.MulticlassClassification.Trainers.Rnn((RnnOptions)options)),
        new("Rnn regression", TaskKind.Regression, s_rnn, (ml, options) => ml.Regression.Trainers.Rnn((RnnOptions)options)),
        new("Rnn binary, each step", TaskKind.BinaryClassification, s_rnn, (ml, options) => ml.BinaryClassification.Trainers.Rnn((RnnOptions)options)) { HasStepLabels = true },
        new("Rnn multiclass, each step", TaskKind.MulticlassClassification, s_rnn, (ml, options) => ml.MulticlassClassification.Trainers.Rnn((RnnOptions)options)) { HasStepLabels = true },
        new("Rnn regression, each step", TaskKind.Regression, s_rnn, (ml, options) => ml.Regression.Trainers.Rnn((RnnOptions)options)) { HasStepLabels = true },
    ];

    /// <summary>Those that predict one label for each row, as ML.NET's own do.</summary>
    public static IEnumerable<TrainerCase> OfRows => All.Where(trainer => !trainer.HasStepLabels);

    /// <summary>Those whose networks no graph can express.</summary>
    public static IEnumerable<TrainerCase> Modules => All.Where(trainer => trainer.IsModule);

    /// <summary>Those whose models are graphs.</summary>
    public static IEnumerable<TrainerCase> Graphs => All.Except(Modules);

    /// <summary>Those that train on rows that are mostly zero as what they are.</summary>
    public static IEnumerable<TrainerCase> Mlp => All.Where(trainer => trainer.Small is MlpOptions);

    public static IEnumerable<TrainerCase> Binary => For(TaskKind.BinaryClassification);

    public static IEnumerable<TrainerCase> Multiclass => For(TaskKind.MulticlassClassification);

    public static IEnumerable<TrainerCase> Regression => For(TaskKind.Regression);

    public static IEnumerable<TrainerCase> Classifiers => Binary.Concat(Multiclass);

    /// <summary>The small options as a model of toy data tells them.</summary>
    internal DeepTrainerOptions Told => Small switch
    {
        CnnOptions cnn => cnn with { InputShape = [1, ToyData.FeatureCount], IsInterleaved = false },
        _ => Small,
    };

    /// <summary>Whether its network is one that no graph can express.</summary>
    internal bool IsModule => Small is TorchOptions { Module: not null };

    internal static TrainerCase MlpFor(TaskKind task) => Mlp.Single(trainer => trainer.Task == task);

    internal DeepTrainer Trainer(MLContext ml) => Create(ml, Small);

    /// <summary>A model of the task's toy data.</summary>
    internal DeepTransformer Fit(MLContext ml) => Fit(ml, Small);

    /// <inheritdoc cref="Fit(MLContext)"/>
    internal DeepTransformer Fit(MLContext ml, DeepTrainerOptions options) => Create(ml, options).Fit(Data(ml));

    /// <inheritdoc cref="ToyData.Of"/>
    internal IDataView Data(MLContext ml, int rows = 400, int seed = 1, Func<int, float>? weight = null, int featureCount = ToyData.FeatureCount) =>
        HasStepLabels ? StepData.Of(Task, ml, rows, seed, weight, featureCount) : ToyData.Of(Task, ml, rows, seed, weight, featureCount);

    /// <summary>The numbers of the Score column alone, without labels that follow from them.</summary>
    internal float[] RawScores(DeepTransformer model, IDataView data) => Task == TaskKind.MulticlassClassification || HasStepLabels
        ? [.. model.Transform(data).GetColumn<float[]>("Score").SelectMany(scores => scores)]
        : [.. model.Transform(data).GetColumn<float>("Score")];

    /// <summary>Scored data in the form of ML.NET's evaluators, with a row for each prediction.</summary>
    internal IDataView Evaluable(MLContext ml, IDataView scored) => HasStepLabels ? ml.Data.StepsAsRows(scored) : scored;

    public override string ToString() => Name;

    private static IEnumerable<TrainerCase> For(TaskKind task) => OfRows.Where(trainer => trainer.Task == task);
}

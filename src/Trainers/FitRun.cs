using MLNetDeep.Networks;
using MLNetDeep.Onnx;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>From what a trainer was told, and views of rows, to a model.</summary>
internal static class FitRun
{
    /// <inheritdoc cref="DeepTrainer.Fit(IDataView, IDataView)"/>
    internal static DeepTransformer Train(FitPlan plan, IDataView train, IDataView? validation) => Run(plan, train, validation, (fitting, columns) =>
    {
        (OnnxGraph graph, TrainingHistory history) = fitting.Train();
        ModelDescription description = new()
        {
            Task = plan.Task,
            FeatureCount = columns.FeatureCount,
            Sequence = columns.Sequence?.Kind,
            HasStepOutputs = columns.HasStepLabels,
            OutputCount = fitting.OutputCount,
            Classes = Classes(plan.Task, columns),
            Options = fitting.Options with { InitialModel = null, InitialWeightsFile = null, CheckpointPath = null }, // or a model would keep all that it came from
            History = history,
        };
        IReadOnlyDictionary<string, string> metadata = GraphMetadata.Of(plan.Task, fitting.Options, description.Classes, columns.Features);
        return new DeepTransformer(new DeepModel(description, OnnxWriter.Write(new OnnxModel { Graph = graph, Metadata = metadata })));
    });

    /// <inheritdoc cref="DeepTrainer.FindLearningRate"/>
    internal static LearningRateCurve FindLearningRate(FitPlan plan, IDataView train) =>
        Run(plan, train, validation: null, (fitting, _) => fitting.FindLearningRate());

    private static T Run<T>(FitPlan plan, IDataView train, IDataView? validation, Func<Fitting, TrainingColumns, T> learn)
    {
        plan.Options.Check();
        TrainingTask task = TrainingTask.Of(plan.Task);
        TrainingColumns columns = TrainingColumns.Of(train.Schema, plan.Options, task);
        int outputCount = task.OutputCount(columns.LabelType);
        task.Minimize(plan.Options, plan.Loss);
        Watch watch = Watch.Of(task, plan.Options, plan.Metrics);
        using FitObserver observer = new(plan.Environment.Register(nameof(DeepTrainer)), plan.Options);
        if (columns.Sequence is { } sequence)
        {
            columns = columns with { Sequence = sequence.WithVectors(columns.Features, (RnnOptions)plan.Options, observer.Info) };
        }
        DeepTrainerOptions options = OptionsFor(plan.Options, columns, observer.Warn);
        TrainingColumns? validationColumns = validation is null ? null : columns.ForValidation(validation.Schema, options, task);

        Checkpoints? checkpoints = Checkpoints.Of(options, observer.Warn);
        LibTorch.Load();
        using FitThreads? threads = options.NumberOfThreads is int count ? new(count) : null; // already for preparing rows
        Device device = ComputeDevice.Choose(plan.Environment, observer.Warn);
        ScalarType precision = ComputePrecision.Of(options.Precision, device);
        RowBudget budget = new(options.MemoryBudget ?? RowBudget.Default(), new SpillFolder(plan.TemporaryFolder(), observer.Warn));
        using TrainingData data = TrainingData.Read("training", train, columns, task, observer, budget);
        using TrainingData? validationData = validation is null
            ? null
            : TrainingData.Read("validation", validation, validationColumns!, task, observer, budget, like: data);
        return learn(new Fitting(data, validationData, outputCount, task, options, watch, Classes(plan.Task, columns), checkpoints, plan.Seed(checkpoints?.Found?.Seed), device, precision, observer, budget), columns);
    }

    private static ClassLabels? Classes(TaskKind task, TrainingColumns columns) =>
        task == TaskKind.MulticlassClassification ? ClassLabels.Of(columns.Label) : null;

    /// <summary>The options, checked against the shape of a row, and with it, so that a model knows it.</summary>
    private static DeepTrainerOptions OptionsFor(DeepTrainerOptions options, TrainingColumns columns, Action<string> warn)
    {
        switch (options, columns)
        {
            case (CnnOptions cnn, { Shape: { } shape }):
                UnusedOptions.Refuse(cnn, shape.IsSignal);
                return shape.Told(cnn);
            case (RnnOptions rnn, { Sequence: { } sequence }):
                Rnn.CheckOptions(rnn, sequence, warn);
                return sequence.Told(rnn);
            case (TorchOptions torch, _):
                torch.CheckNetwork();
                if (torch.Module is not null)
                {
                    TorchModules.Check(torch.Module);
                    Require.That(torch.Precision == Precision.Float32, nameof(torch.Precision), torch.Precision, "Float32 where Module is set");
                }
                return torch;
            default:
                return options;
        }
    }
}

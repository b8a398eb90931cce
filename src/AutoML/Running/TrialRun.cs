using System.Reflection;

namespace MLNetDeep;

/// <summary>One trial: fits the pipeline on each fold and judges it, while it is worth it.</summary>
internal sealed class TrialRun(SweepPlan plan, SweepTrial trial, ITrialStore store, TrialStop stop, Action<EpochReport> tell) : IProgress<EpochReport>
{
    private readonly List<double> _metrics = [];
    private TrialModel? _model;
    private int _fold;
    private int _epochs;

    private Candidate Candidate => plan.Candidates[trial.Point.Candidate];

    /// <summary>The outcome, which holds the model if it has one. Throws nothing.</summary>
    internal SweepTrial Run()
    {
        try
        {
            for (; _fold < plan.Folds.Count; _fold++)
            {
                RunFold();
            }
            return Ended(TrialState.Completed, _model!.Remark) with { Metric = _metrics.Average(), Fitted = _model };
        }
        catch (Exception exception)
        {
            _model?.Dispose();
            (TrialState state, string reason) = stop.Cause ?? (TrialState.Failed, ReasonOf(exception));
            return Ended(state, reason);
        }
    }

    /// <summary>Called by the trainer after each epoch.</summary>
    public void Report(EpochReport value)
    {
        _epochs++;
        tell(value);
        if (plan.Options.Prune && SuccessiveHalving.Reached(value.Epoch, value.NumberOfEpochs) is int rung && plan.Metric.Loss(value) is double loss)
        {
            EndUnlessAhead(rung, loss, $"epoch {value.Epoch} of {value.NumberOfEpochs}");
        }
    }

    private void RunFold()
    {
        object options = plan.OptionsOf(trial); // other ones than the result tells, which have nothing of the sweep
        bool reportsEpochs = TrialOptions.ReportEpochs(options);
        TrialOptions.Observe(options, this, plan.Options, plan.Seed, stop.Token);
        MLContext context = new(seed: plan.Seed);
        using CancellationTokenRegistration registration = stop.Token.Register(() => Cancel(context));
        IReadOnlyList<IEstimator<ITransformer>> shared = Candidate.SharedEstimators();
        FeaturizedRows featurized = plan.Folds[_fold].Behind(shared);
        List<ITransformer> own = [];
        TrialModel Model() => new(featurized.Transformers, own);
        try
        {
            Fold rows = featurized.Rows;
            foreach (IEstimator<ITransformer> estimator in Candidate.Estimators(context, options).Skip(shared.Count))
            {
                stop.Token.ThrowIfCancellationRequested();
                ITransformer transformer = Fit(estimator, rows, reportsEpochs);
                own.Add(transformer);
                rows = new Fold(transformer.Transform(rows.Train), transformer.Transform(rows.Validation));
            }
            stop.Token.ThrowIfCancellationRequested();
            Judge(rows.Validation);
        }
        catch
        {
            Model().Dispose();
            throw;
        }
        Keep(Model());
    }

    /// <summary>A trainer that reports epochs measures them on the rows that all trials are judged on, where it can.</summary>
    private static ITransformer Fit(IEstimator<ITransformer> estimator, Fold rows, bool reportsEpochs)
    {
        MethodInfo? withValidation = reportsEpochs ? estimator.GetType().GetMethod("Fit", [typeof(IDataView), typeof(IDataView)]) : null;
        return withValidation is null
            ? estimator.Fit(rows.Train)
            : (ITransformer)withValidation.Invoke(estimator, BindingFlags.DoNotWrapExceptions, null, [rows.Train, rows.Validation], null)!;
    }

    private void Judge(IDataView scored)
    {
        double metric = plan.Metric.Of(scored);
        if (!double.IsFinite(metric))
        {
            throw new InvalidOperationException($"{plan.Metric.Name} is {metric}.");
        }
        _metrics.Add(metric);
        int folds = _fold + 1;
        if (plan.Options.Prune && folds < plan.Folds.Count && SuccessiveHalving.IsRung(folds))
        {
            EndUnlessAhead(SuccessiveHalving.EndOfFold, plan.Metric.Loss(_metrics.Average()), $"fold {folds} of {plan.Folds.Count}");
            stop.Token.ThrowIfCancellationRequested();
        }
    }

    private void EndUnlessAhead(int rung, double loss, string where)
    {
        if (!SuccessiveHalving.GoesOn(loss, store.Report(trial.Number, _fold, rung, loss)))
        {
            stop.End(TrialState.Pruned, $"It was not among the best third after {where}.");
        }
    }

    /// <summary>Keeps the model of the first fold.</summary>
    private void Keep(TrialModel model)
    {
        if (_model is null)
        {
            _model = model;
        }
        else
        {
            model.Dispose();
        }
    }

    private SweepTrial Ended(TrialState state, string? reason) => trial with { State = state, Reason = reason, Epochs = _epochs };

    private static string ReasonOf(Exception exception)
    {
        Exception innermost = exception.GetBaseException();
        return innermost is OutOfMemoryException ? $"Out of memory: {innermost.Message}" : $"{innermost.GetType().Name}: {innermost.Message}";
    }

    private static void Cancel(MLContext context) => MLNetInternals.Explain(() => ((Microsoft.ML.Runtime.ICancelable)CatalogUtils.GetEnvironment(context.Transforms)).CancelExecution(), MLNetInternals.Check);
}

using System.Globalization;
using System.Security.Cryptography;
using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>A search among pipelines and their options. Made by the catalogs, as in <c>ml.BinaryClassification.Sweep(rows, options)</c>.</summary>
public sealed class Sweep
{
    private readonly IHostEnvironment _environment;
    private readonly SweepMetric _metric;
    private readonly IDataView _rows;
    private readonly IDataView? _validation;
    private readonly SweepOptions _options;
    private readonly List<Candidate> _candidates = [];

    internal Sweep(IHostEnvironment environment, SweepMetric metric, IDataView rows, IDataView? validation, SweepOptions options)
    {
        _environment = environment;
        _metric = metric;
        _rows = rows;
        _validation = validation;
        _options = options;
    }

    /// <summary>Lets a pipeline compete.</summary>
    /// <param name="name">Its name in the results.</param>
    /// <param name="pipeline">Makes the pipeline of some options, and may be called by several threads at once.</param>
    /// <typeparam name="TOptions">Any class or record with a parameterless constructor.</typeparam>
    /// <returns>This sweep.</returns>
    /// <remarks>
    /// <para>The options' constructor gives the first trial. Where options have an <c>IProgress&lt;EpochReport&gt;</c> or a <c>CancellationToken</c>, as those
    /// of deep trainers have, the sweep sets them: by these it sees epochs and ends trials. So pass on what you get: <c>options with { … }</c>.</para>
    /// <para>Estimators that are made once, outside of <paramref name="pipeline"/>, and stand at its beginning are fitted once for all trials.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The name is taken, or an attribute or the space does not fit its option.</exception>
    public Sweep Add<TOptions>(string name, Func<TOptions, IEstimator<ITransformer>> pipeline)
        where TOptions : class, new() => Add(name, pipeline, null);

    /// <param name="name">Its name in the results.</param>
    /// <param name="pipeline">Makes the pipeline of some options, and may be called by several threads at once.</param>
    /// <param name="space">Changes what is searched.</param>
    /// <inheritdoc cref="Add{TOptions}(string, Func{TOptions, IEstimator{ITransformer}})"/>
    public Sweep Add<TOptions>(string name, Func<TOptions, IEstimator<ITransformer>> pipeline, Action<SweepSpace<TOptions>>? space)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return Add(name, (MLContext _, TOptions options) => pipeline(options), space);
    }

    /// <inheritdoc cref="Add{TOptions}(string, Func{MLContext, TOptions, IEstimator{ITransformer}}, Action{SweepSpace{TOptions}}?)"/>
    public Sweep Add<TOptions>(string name, Func<MLContext, TOptions, IEstimator<ITransformer>> pipeline)
        where TOptions : class, new() => Add(name, pipeline, null);

    /// <param name="name">Its name in the results.</param>
    /// <param name="pipeline">Makes the pipeline of some options in a context, by which trials of trainers that know no <c>CancellationToken</c> are ended, too.</param>
    /// <param name="space">Changes what is searched.</param>
    /// <inheritdoc cref="Add{TOptions}(string, Func{TOptions, IEstimator{ITransformer}})"/>
    public Sweep Add<TOptions>(string name, Func<MLContext, TOptions, IEstimator<ITransformer>> pipeline, Action<SweepSpace<TOptions>>? space)
        where TOptions : class, new()
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(pipeline);
        if (_candidates.Any(candidate => candidate.Name == name))
        {
            throw new ArgumentException($"The sweep has a candidate '{name}' already. Give each a name of its own.", nameof(name));
        }
        SweepSpace<TOptions> searched = new();
        space?.Invoke(searched);
        _candidates.Add(new Candidate(name, searched.Space, (context, options) => pipeline(context, (TOptions)options)));
        return this;
    }

    /// <summary>Runs trials until all are done, the time is over or the options' token is cancelled.</summary>
    /// <returns>What was found, also by a sweep that was cancelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or a column is missing.</exception>
    /// <exception cref="InvalidOperationException">The sweep has no candidate, or no trial was completed.</exception>
    /// <exception cref="OperationCanceledException">The sweep was cancelled before any trial was completed.</exception>
    public SweepResult Run()
    {
        if (_candidates.Count == 0)
        {
            throw new InvalidOperationException("The sweep has no candidate. Add one before Run.");
        }
        SweepClock clock = new(_options, _environment.CheckAlive);
        int? given = _options.Seed ?? MLNetInternals.Explain(() => (_environment as IHostEnvironmentInternal)?.Seed, MLNetInternals.Check);
        int random = RandomNumberGenerator.GetInt32(int.MaxValue);
        SweepFile? file = _options.Store is { } path ? SweepFile.Open(path, Definition(), given, random) : null;
        int seed = file?.Seed ?? given ?? random;
        MLContext ml = new(seed);
        IReadOnlyList<Fold> folds = _validation is null ? Folds.Of(ml, _rows, _options, seed) : [new Fold(_rows, _validation)];
        SweepPlan plan = new(_options, _metric, _candidates, [.. folds.Select(fold => new FeaturizedRows(ml, fold, []))], seed);
        ITrialStore store = file is null ? new MemoryTrialStore() : new SqliteTrialStore(file, plan, model => Save(ml, model), content => ml.Model.Load(new MemoryStream(content), out _));
        new SweepRunner(plan, store, clock).Run();
        SweepResult result = new(ml, store, plan);
        if (result.Leaderboard().Count > 0)
        {
            return result;
        }
        result.Dispose();
        _options.CancellationToken.ThrowIfCancellationRequested();
        _environment.CheckAlive();
        if (result.Trials.Count == 0)
        {
            throw new InvalidOperationException("The time budget was over before the first trial began. Give the sweep more time.");
        }
        SweepTrial first = result.Trials[0];
        throw new InvalidOperationException($"No trial of {result.Trials.Count} was completed. The first, '{first.Candidate}' with its defaults, ended so: {first.Reason}");
    }

    private byte[] Save(MLContext ml, ITransformer model)
    {
        using MemoryStream stream = new();
        ml.Model.Save(model, _rows.Schema, stream);
        return stream.ToArray();
    }

    /// <summary>What trials of one store have in common, a line each.</summary>
    private string Definition() => string.Join('\n',
    [
        $"metric {_metric.Name} of {_options.LabelColumnName}",
        _validation is null ? string.Create(CultureInfo.InvariantCulture, $"folds {_options.NumberOfFolds} fraction {_options.ValidationFraction:r} group {_options.SamplingKeyColumnName} time {_options.TimeColumnName}") : "validation rows of their own",
        $"columns {string.Join(", ", _rows.Schema.Select(column => $"{column.Name}: {column.Type}"))}",
        .. _candidates.Select((candidate, index) => $"candidate {index + 1}: {candidate.Name}"),
        .. _candidates.Select(candidate => candidate.Space.Text),
    ]);
}

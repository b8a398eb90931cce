using System.Reflection;
using Microsoft.ML.SearchSpace;

namespace MLNetDeep;

/// <summary>Tells the options of a trial what a sweep wants of them: to report epochs, to stop when told to, and to share the machine.</summary>
internal static class TrialOptions
{
    /// <summary>Whether the options, or nested ones, take reports of epochs.</summary>
    internal static bool ReportEpochs(object options) =>
        Properties(options).Any(property => property.PropertyType == typeof(IProgress<EpochReport>)) || Nested(options).Any(ReportEpochs);

    /// <param name="options">Of this trial alone.</param>
    /// <param name="progress">Takes what was to be told of epochs, and tells it on.</param>
    /// <param name="sweep">Of the sweep.</param>
    /// <param name="seed">For options without one.</param>
    /// <param name="cancellation">Ends the trial.</param>
    internal static void Observe(object options, IProgress<EpochReport> progress, SweepOptions sweep, int seed, CancellationToken cancellation)
    {
        foreach (PropertyInfo property in Properties(options))
        {
            if (property.PropertyType == typeof(IProgress<EpochReport>))
            {
                property.SetValue(options, progress);
            }
            else if (property.PropertyType == typeof(CancellationToken))
            {
                property.SetValue(options, cancellation);
            }
        }
        if (options is DeepTrainerOptions deep)
        {
            Set(deep, nameof(deep.Seed), deep.Seed ?? seed);
            Set(deep, nameof(deep.MemoryBudget), deep.MemoryBudget ?? (sweep.MemoryBudget / sweep.Parallelism));
            Set(deep, nameof(deep.NumberOfThreads), deep.NumberOfThreads ?? (sweep.Parallelism == 1 ? null : Math.Max(1, Environment.ProcessorCount / sweep.Parallelism)));
        }
        foreach (object nested in Nested(options))
        {
            Observe(nested, progress, sweep, seed, cancellation);
        }
    }

    private static IEnumerable<PropertyInfo> Properties(object options) => options.GetType().GetProperties().Where(property => property.CanWrite);

    private static IEnumerable<object> Nested(object options) => options.GetType().GetMembers()
        .Where(member => member.IsDefined(typeof(NestOptionAttribute)))
        .Select(member => new OptionPath([member]).Get(options))
        .OfType<object>();

    private static void Set(object options, string name, object? value) => options.GetType().GetProperty(name)!.SetValue(options, value);
}

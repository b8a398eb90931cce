#pragma warning disable RS0030 // ML.NET does not tell what a pipeline consists of; where a version names its parts otherwise, a pipeline counts as one part
using System.Reflection;

namespace MLNetDeep;

/// <summary>The estimators of which a pipeline consists.</summary>
internal static class PipelineParts
{
    internal static IReadOnlyList<IEstimator<ITransformer>> Of(IEstimator<ITransformer> pipeline)
    {
        FieldInfo? parts = pipeline.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(EstimatorChain<>)
            ? type.GetField("_estimators", BindingFlags.Instance | BindingFlags.NonPublic)
            : null;
        return parts?.GetValue(pipeline) is IEstimator<ITransformer>[] estimators ? [.. estimators.SelectMany(Of)] : [pipeline];
    }
}

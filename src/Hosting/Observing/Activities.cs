using System.Diagnostics;

namespace MLNetDeep;

/// <summary>The traces of requests.</summary>
internal static class Activities
{
    private static readonly ActivitySource s_source = new(PredictorMetrics.Source);

    /// <summary>Whether anybody listens.</summary>
    internal static bool AreWanted => s_source.HasListeners();

    internal static Activity? Start(string predictor) => s_source.StartActivity($"predict {predictor}")?.SetTag("predictor.name", predictor);

    /// <summary>Says what scored a request.</summary>
    internal static void Tell(Activity? activity, string modelVersion, int rows) => activity?.SetTag("model.version", modelVersion).SetTag("batch.size", rows);

    internal static void Fail(Activity? activity, Exception exception) =>
        activity?.SetStatus(ActivityStatusCode.Error, exception.Message).SetTag("error.type", exception.GetType().FullName);
}

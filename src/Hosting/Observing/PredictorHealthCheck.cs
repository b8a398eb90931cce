using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetDeep;

/// <summary>Healthy: the model is that of the file. Degraded: an older one serves, since the file is not usable. Unhealthy: requests are refused.</summary>
internal sealed class PredictorHealthCheck(IRunningPredictor predictor) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Dictionary<string, object> facts = new() { ["predictor.name"] = predictor.Name, ["model.version"] = predictor.ModelVersion };
        return Task.FromResult(predictor switch
        {
            { IsStopped: true } => HealthCheckResult.Unhealthy("The application ends.", data: facts),
            { ModelProblem: { } problem } => HealthCheckResult.Degraded($"Model {predictor.ModelVersion} serves. {problem}", data: facts),
            _ => HealthCheckResult.Healthy($"Model {predictor.ModelVersion} serves.", facts),
        });
    }
}

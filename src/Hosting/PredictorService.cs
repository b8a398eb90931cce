using Microsoft.Extensions.Hosting;

namespace MLNetDeep;

/// <summary>Makes all predictors when the application starts, so that it does not start without their models, and lets their requests finish when it ends.</summary>
internal sealed class PredictorService(IEnumerable<PredictorRegistration> registrations, IServiceProvider services) : IHostedService
{
    private IRunningPredictor[] _predictors = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _predictors = [.. registrations.Select(registration => registration.Get(services))];
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_predictors.Select(predictor => predictor.StopAsync(cancellationToken)));
}

using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace MLNetDeep.Tests;

/// <summary>An application with one predictor of a model file in a folder of its own.</summary>
internal sealed class ToyApplication : IAsyncDisposable
{
    internal const string Name = "toys";
    private readonly IHost _host;

    private ToyApplication(ModelFolder folder, IHost host, LogList log)
    {
        Folder = folder;
        _host = host;
        Log = log;
    }

    internal ModelFolder Folder { get; }

    internal LogList Log { get; }

    internal IServiceProvider Services => _host.Services;

    internal IPredictor<ToyRow, ScoreRow> Predictor => Services.GetRequiredService<IPredictor<ToyRow, ScoreRow>>();

    /// <summary>An application that has started.</summary>
    /// <param name="model">The content of the file.</param>
    /// <param name="configure">Sets further options.</param>
    /// <param name="addServices">Adds further services, before the predictor.</param>
    internal static async Task<ToyApplication> Start(ITransformer model, Action<PredictorOptions>? configure = null, Action<IServiceCollection>? addServices = null)
    {
        ModelFolder folder = new();
        folder.Save(model);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        LogList log = new();
        builder.Logging.AddProvider(log);
        addServices?.Invoke(builder.Services);
        builder.Services.AddPredictor<ToyRow, ScoreRow>(Name, options =>
        {
            options.ModelPath = folder.ModelPath;
            options.SettleTime = TimeSpan.FromMilliseconds(20);
            configure?.Invoke(options);
        });
        IHost host = builder.Build();
        await host.StartAsync();
        return new ToyApplication(folder, host, log);
    }

    internal async Task<HealthReportEntry> Health() => (await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[Name];

    internal Task Stop() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
        Folder.Dispose();
    }
}

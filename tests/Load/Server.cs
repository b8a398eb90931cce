using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetDeep.Load;

/// <summary>The service that is put under load: in a process of its own, until that which started it closes its input.</summary>
internal static class Server
{
    /// <param name="modelPath">The model file.</param>
    /// <param name="by">What makes predictions: "predictor", "engines", or "nothing": all requests have the same answer.</param>
    internal static async Task Run(string modelPath, string by)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPredictor<Row, Scores>("load", options =>
        {
            options.ModelPath = modelPath;
            options.WatchForChanges = true;
            options.SettleTime = TimeSpan.FromSeconds(0.2);
            options.PollingInterval = TimeSpan.FromSeconds(1);
            options.QueueTimeout = TimeSpan.FromMinutes(2); // a machine that others use too may stop for a while
        }, example: Row.Some(1)[0]);
        builder.Services.AddSingleton(services => new EnginePool(services.GetRequiredService<MLContext>(), modelPath)); // made when it is first asked for
        await using WebApplication app = builder.Build();
        Delegate answer = by switch
        {
            "predictor" => (Row row, IPredictor<Row, Scores> predictor, CancellationToken token) => predictor.PredictAsync(row, token),
            "engines" => (Row row, EnginePool engines) => engines.Predict(row),
            _ => (Row row) => Scores.Constant,
        };
        app.MapPost("/predict", answer);
        app.MapGet("/state", async (IPredictor<Row, Scores> predictor, HealthCheckService health) =>
            new ServerState(Environment.WorkingSet, GC.GetGCMemoryInfo().TotalCommittedBytes, predictor.ModelVersion, (await health.CheckHealthAsync()).Status));
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }
}

/// <summary>What the service tells of itself.</summary>
/// <param name="WorkingSet">Its memory, in bytes.</param>
/// <param name="Managed">What of it the garbage collector had at its last collection, in bytes.</param>
/// <param name="ModelVersion">The model that serves.</param>
/// <param name="Health">Whether the model's file is the one that serves.</param>
internal sealed record ServerState(long WorkingSet, long Managed, string ModelVersion, HealthStatus Health);

using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics;
using WebService;

const int LargestBody = 4096; // bytes; a request has some 150

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
string modelPath = Path.GetFullPath(builder.Configuration["Model"] ?? Path.Combine("output", "model.zip"));
if (!File.Exists(modelPath) && await FirstModel.TrainAsync(modelPath, builder.Configuration["Rows"]) is { } error)
{
    await Console.Error.WriteLineAsync(error);
    return 1;
}

builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = LargestBody);
builder.Services.AddProblemDetails().AddOpenApi();
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false); // a bad request is no exception, in development neither
builder.Services.ConfigureHttpJsonOptions(json =>
{
    json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow; // a misspelled field is not a missing one
    json.SerializerOptions.AllowDuplicateProperties = false;
});
builder.Services.AddSingleton<MetricsBoard>();
builder.Services.AddPredictor<ClickInput, ClickOutput>("clicks", options =>
{
    builder.Configuration.GetSection("Clicks").Bind(options);
    options.ModelPath = modelPath;
    options.WatchForChanges = true;
});

WebApplication app = builder.Build();
app.Services.GetRequiredService<MetricsBoard>().Start();
app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf });
app.UseStatusCodePages(); // a problem document where there would be no body
app.MapOpenApi();
app.MapHealthChecks("/health");
app.MapGet("/metrics", (MetricsBoard metrics) => metrics.Read()).WithSummary("What the predictor has measured since the start.");
app.MapGet("/", () => Results.Stream(typeof(Program).Assembly.GetManifestResourceStream("Page.html")!, "text/html; charset=utf-8")).ExcludeFromDescription();
app.MapPost("/predict", async (ClickRequest request, IPredictor<ClickInput, ClickOutput> predictor, CancellationToken token) =>
        request.Problems() is { Count: > 0 } problems
            ? Results.ValidationProblem(problems)
            : Results.Ok(await predictor.PredictAsync(request.ToInput(), token)))
    .WithSummary("The probability that somebody clicks on an advertisement.")
    .Produces<ClickOutput>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
await app.RunAsync();
return 0;

// Too busy, too late and shutting down are all: not now.
static int StatusOf(Exception exception) => exception switch
{
    PredictorBusyException or TimeoutException or ObjectDisposedException => StatusCodes.Status503ServiceUnavailable,
    BadHttpRequestException bad => bad.StatusCode,
    _ => StatusCodes.Status500InternalServerError,
};

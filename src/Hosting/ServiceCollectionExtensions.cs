using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MLNetDeep;

/// <summary>Adds ML.NET and predictors to the services of an application.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds an <see cref="MLContext"/>, one for the application, whose messages go to the application's log under <c>Microsoft.ML.MLContext</c>.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets its options.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddMLNetDeep(this IServiceCollection services, Action<MLNetDeepOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        OptionsBuilder<MLNetDeepOptions> options = services.AddOptions<MLNetDeepOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }
        options.Validate(values => values.GpuDeviceId is not < 0, $"{nameof(MLNetDeepOptions.GpuDeviceId)} must be at least 0, or none.").ValidateOnStart();
        services.TryAddSingleton(CreateContext);
        return services;
    }

    /// <summary>Adds a predictor: an <see cref="IPredictor{TIn, TOut}"/>, and the same as a keyed service under its name; its health check; and an <see cref="MLContext"/> if there is none.</summary>
    /// <typeparam name="TIn">A row, as for <c>PredictionEngine</c>.</typeparam>
    /// <typeparam name="TOut">What is read of its prediction.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name: that of its options, its health check, its logs and its measurements.</param>
    /// <param name="configure">Sets its options; <see cref="PredictorOptions.ModelPath"/> has no default.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentException">There is a predictor of that name already.</exception>
    public static IServiceCollection AddPredictor<TIn, TOut>(this IServiceCollection services, string name, Action<PredictorOptions> configure)
        where TIn : class
        where TOut : class, new()
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add<TIn, TOut>(services, name, options => options.Configure(configure), example: null);
    }

    /// <inheritdoc cref="AddPredictor{TIn, TOut}(IServiceCollection, string, Action{PredictorOptions})"/>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name: that of its options, its health check, its logs and its measurements.</param>
    /// <param name="configuration">The section of a configuration with its options.</param>
    public static IServiceCollection AddPredictor<TIn, TOut>(this IServiceCollection services, string name, IConfiguration configuration)
        where TIn : class
        where TOut : class, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Add<TIn, TOut>(services, name, options => options.Bind(configuration), example: null);
    }

    /// <inheritdoc cref="AddPredictor{TIn, TOut}(IServiceCollection, string, Action{PredictorOptions})"/>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name: that of its options, its health check, its logs and its measurements.</param>
    /// <param name="configure">Sets its options; <see cref="PredictorOptions.ModelPath"/> has no default.</param>
    /// <param name="example">
    /// A row that every model must be able to predict: a model is warmed up with it before it serves, and one that fails does not serve. Without, that is a row of zeros and empty texts, which may fail.
    /// </param>
    public static IServiceCollection AddPredictor<TIn, TOut>(this IServiceCollection services, string name, Action<PredictorOptions> configure, TIn example)
        where TIn : class
        where TOut : class, new()
    {
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentNullException.ThrowIfNull(example);
        return Add<TIn, TOut>(services, name, options => options.Configure(configure), example);
    }

    private static IServiceCollection Add<TIn, TOut>(IServiceCollection services, string name, Action<OptionsBuilder<PredictorOptions>> configure, TIn? example)
        where TIn : class
        where TOut : class, new()
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (services.Any(service => service.ImplementationInstance is PredictorRegistration known && known.Name == name))
        {
            throw new ArgumentException($"There is a predictor '{name}' already. Give each a name of its own.", nameof(name));
        }
        services.AddMLNetDeep().AddMetrics();
        OptionsBuilder<PredictorOptions> options = services.AddOptions<PredictorOptions>(name);
        configure(options);
        options.ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PredictorOptions>, PredictorOptionsCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PredictorService>());
        services.AddKeyedSingleton<IPredictor<TIn, TOut>>(name, (provider, _) => Create<TIn, TOut>(provider, name, example));
        services.TryAddSingleton(GetOnly<TIn, TOut>);
        IRunningPredictor Get(IServiceProvider provider) => (IRunningPredictor)provider.GetRequiredKeyedService<IPredictor<TIn, TOut>>(name);
        services.AddSingleton(new PredictorRegistration(name, typeof(TIn), typeof(TOut), Get));
        services.AddHealthChecks().Add(new HealthCheckRegistration(name, provider => new PredictorHealthCheck(Get(provider)), failureStatus: null, tags: null));
        return services;
    }

    private static MLContext CreateContext(IServiceProvider services)
    {
        MLNetDeepOptions options = services.GetRequiredService<IOptions<MLNetDeepOptions>>().Value;
        MLContext ml = new(options.Seed) { GpuDeviceId = options.GpuDeviceId, FallbackToCpu = options.FallbackToCpu };
        ml.HandTo(services.GetRequiredService<ILogger<MLContext>>());
        return ml;
    }

    private static Predictor<TIn, TOut> Create<TIn, TOut>(IServiceProvider services, string name, TIn? example)
        where TIn : class
        where TOut : class, new() => new(
            name,
            services.GetRequiredService<IOptionsMonitor<PredictorOptions>>().Get(name),
            services.GetRequiredService<MLContext>(),
            example,
            services.GetRequiredService<IMeterFactory>(),
            services.GetRequiredService<ILogger<Predictor<TIn, TOut>>>());

    /// <summary>The predictor of these types, for who names none.</summary>
    private static IPredictor<TIn, TOut> GetOnly<TIn, TOut>(IServiceProvider services)
        where TIn : class
        where TOut : class, new()
    {
        string[] names = [.. services.GetServices<PredictorRegistration>()
            .Where(registration => registration.Input == typeof(TIn) && registration.Output == typeof(TOut)).Select(registration => registration.Name)];
        return names is [string name] ? services.GetRequiredKeyedService<IPredictor<TIn, TOut>>(name) : throw new InvalidOperationException(
            $"There are several predictors of {typeof(TIn).Name} and {typeof(TOut).Name}: '{string.Join("', '", names)}'. Ask for one by [FromKeyedServices(name)].");
    }
}

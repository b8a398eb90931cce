using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ServiceCollectionExtensionsTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public ServiceCollectionExtensionsTests() => _folder.Save(ToyModel.Regression());

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void AddMLNetDeep_GivesOneContextWithTheOptions()
    {
        using ServiceProvider services = new ServiceCollection().AddMLNetDeep(options =>
        {
            options.Seed = 5;
            options.GpuDeviceId = 1;
            options.FallbackToCpu = true;
        }).AddMLNetDeep().BuildServiceProvider();
        MLContext ml = services.GetRequiredService<MLContext>();
        Assert.AreSame(ml, services.GetRequiredService<MLContext>());
        Assert.AreEqual(1, ml.GpuDeviceId);
        Assert.IsTrue(ml.FallbackToCpu);
        int[] shuffled = Shuffled(ml);
        Assert.AreSequenceEqual(Shuffled(new MLContext(5)), shuffled);
        Assert.IsFalse(shuffled.SequenceEqual(Shuffled(new MLContext(6))));
    }

    [TestMethod]
    public async Task AddPredictor_GivesThePredictorByItsNameAndWithout()
    {
        await using ServiceProvider services = Services("toys").BuildServiceProvider();
        IPredictor<ToyRow, ScoreRow> predictor = services.GetRequiredService<IPredictor<ToyRow, ScoreRow>>();
        Assert.AreSame(predictor, services.GetRequiredKeyedService<IPredictor<ToyRow, ScoreRow>>("toys"));
        Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf(3)), (await predictor.PredictAsync(ToyRow.Row(3))).Score);
    }

    [TestMethod]
    public void AddPredictor_OfTwoNames_HasBothByNameOnly()
    {
        using ServiceProvider services = Services("one", "two").BuildServiceProvider();
        Assert.AreNotSame(services.GetRequiredKeyedService<IPredictor<ToyRow, ScoreRow>>("one"), services.GetRequiredKeyedService<IPredictor<ToyRow, ScoreRow>>("two"));
        AssertError<InvalidOperationException>(
            "There are several predictors of ToyRow and ScoreRow: 'one', 'two'. Ask for one by [FromKeyedServices(name)].", () => services.GetRequiredService<IPredictor<ToyRow, ScoreRow>>());
    }

    [TestMethod]
    public void AddPredictor_WithANameTwice_IsRefused() =>
        AssertError<ArgumentException>("There is a predictor 'toys' already. Give each a name of its own. (Parameter 'name')", () => Services("toys", "toys"));

    [TestMethod]
    public void AddPredictor_OfAConfiguration_BindsItsOptions()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Models:Clicks:ModelPath"] = "clicks.zip",
            ["Models:Clicks:WatchForChanges"] = "true",
            ["Models:Clicks:MaximumBatchSize"] = "32",
            ["Models:Clicks:MaximumDelay"] = "00:00:00.005",
            ["Models:Clicks:QueueTimeout"] = "00:00:10",
            ["Models:Clicks:Execution:NumberOfThreads"] = "2",
        }).Build();
        using ServiceProvider services = new ServiceCollection()
            .AddPredictor<ToyRow, ScoreRow>("clicks", configuration.GetSection("Models:Clicks")).BuildServiceProvider();
        PredictorOptions options = services.GetRequiredService<IOptionsMonitor<PredictorOptions>>().Get("clicks");
        Assert.AreEqual(("clicks.zip", true, 32, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(10), 2), (
            options.ModelPath, options.WatchForChanges, options.MaximumBatchSize, options.MaximumDelay, options.QueueTimeout, options.Execution?.NumberOfThreads));
    }

    [TestMethod]
    public async Task Start_WithOptionsOutOfRange_NamesThemAll()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddPredictor<ToyRow, ScoreRow>("toys", options =>
        {
            options.PollingInterval = TimeSpan.Zero;
            options.SettleTime = TimeSpan.FromSeconds(-1);
            options.MaximumBatchSize = 0;
            options.MaximumDelay = TimeSpan.FromSeconds(2);
            options.MaximumQueueLength = -1;
            options.QueueTimeout = TimeSpan.FromDays(1);
            options.Execution = new ExecutionOptions { NumberOfThreads = -1 };
        });
        using IHost host = builder.Build();
        OptionsValidationException exception = await Assert.ThrowsExactlyAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.AreSequenceEqual(
            [
                "Predictor 'toys': ModelPath must be the path of a model file. Actual value was ''.",
                "Predictor 'toys': PollingInterval must be positive and at most a day. Actual value was '00:00:00'.",
                "Predictor 'toys': SettleTime must be 0 to an hour. Actual value was '-00:00:01'.",
                "Predictor 'toys': MaximumBatchSize must be 1 to 256. Actual value was '0'.",
                "Predictor 'toys': MaximumDelay must be 0 to a second. Actual value was '00:00:02'.",
                "Predictor 'toys': MaximumQueueLength must be at least 0. Actual value was '-1'.",
                "Predictor 'toys': QueueTimeout must be positive and at most an hour. Actual value was '1.00:00:00'.",
                "Predictor 'toys': Execution.NumberOfThreads must be at least 0. Actual value was '-1'.",
            ],
            exception.Failures);
    }

    [TestMethod]
    public async Task Start_WithANegativeDevice_IsRefused()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddMLNetDeep(options => options.GpuDeviceId = -1);
        using IHost host = builder.Build();
        OptionsValidationException exception = await Assert.ThrowsExactlyAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.AreEqual("GpuDeviceId must be at least 0, or none.", exception.Message);
    }

    [TestMethod]
    public async Task Start_WithoutTheFile_SaysWhichIsMissing()
    {
        string missing = Path.Combine(Path.GetDirectoryName(_folder.ModelPath)!, "missing.zip");
        InvalidOperationException exception = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => StartWith<ScoreRow>(missing));
        Assert.AreEqual($"Predictor 'toys' cannot use '{missing}': Could not find file '{missing}'.", exception.Message);
    }

    [TestMethod]
    public async Task Start_WithAModelOfOtherColumns_SaysWhichIsMissing()
    {
        InvalidOperationException exception = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => StartWith<Odds>(_folder.ModelPath));
        Assert.AreEqual(
            $"Predictor 'toys' cannot use '{_folder.ModelPath}': The model gives no column 'Seed', which Odds asks for. It gives Number, Features, Score.", exception.Message);
    }

    [TestMethod]
    public async Task Start_WithADamagedFile_SaysSo()
    {
        await File.WriteAllTextAsync(_folder.ModelPath, "no model");
        InvalidOperationException exception = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => StartWith<ScoreRow>(_folder.ModelPath));
        Assert.StartsWith($"Predictor 'toys' cannot use '{_folder.ModelPath}': ", exception.Message);
    }

    private ServiceCollection Services(params string[] names)
    {
        ServiceCollection services = new();
        Array.ForEach(names, name => services.AddPredictor<ToyRow, ScoreRow>(name, options => options.ModelPath = _folder.ModelPath));
        return services;
    }

    private static async Task StartWith<TOut>(string path)
        where TOut : class, new()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddPredictor<ToyRow, TOut>("toys", options => options.ModelPath = path);
        using IHost host = builder.Build();
        await host.StartAsync();
    }

    private static int[] Shuffled(MLContext ml) =>
        [.. ml.Data.ShuffleRows(ml.Data.LoadFromEnumerable(ToyRow.Rows(20))).GetColumn<float>("Number").Select(number => (int)number)];

    private static void AssertError<T>(string message, Action action)
        where T : Exception => Assert.AreEqual(message, Assert.ThrowsExactly<T>(action).Message);

    private sealed class Odds
    {
        public float Score { get; set; }
        public int Seed { get; set; }
    }
}

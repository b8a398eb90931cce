using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ModelUpdatesTests
{
    private static readonly ToyRow s_row = ToyRow.Row(0); // of which the sum of all features is 0, and the linear score is not
    private static readonly float s_linear = ToyModel.Linear(s_row.Features);

    [TestMethod]
    public async Task File_ThatIsReplaced_IsServed()
    {
        await using ToyApplication application = await Start();
        string before = application.Predictor.ModelVersion;
        application.Folder.Replace(ToyModel.SumOf(3));
        await Serves(application, 0);
        Assert.AreNotEqual(before, application.Predictor.ModelVersion);
        Assert.AreEqual(HealthStatus.Healthy, (await application.Health()).Status);
    }

    [TestMethod]
    public async Task File_ThatIsWrittenSlowly_IsServedWhenItIsComplete()
    {
        await using ToyApplication application = await Start(options => options.SettleTime = TimeSpan.FromSeconds(1));
        byte[] content = ModelFolder.Bytes(ToyModel.SumOf(3));
        using (FileStream file = File.Create(application.Folder.ModelPath))
        {
            foreach (byte[] part in content.Chunk((content.Length / 8) + 1))
            {
                await file.WriteAsync(part);
                await file.FlushAsync();
                await Task.Delay(20);
                Assert.AreEqual(s_linear, (await application.Predictor.PredictAsync(s_row)).Score);
            }
        }
        await Serves(application, 0);
        Assert.IsFalse(application.Log.Messages.Any(message => message.StartsWith("Error", StringComparison.Ordinal)), string.Join('\n', application.Log.Messages));
    }

    [TestMethod]
    public async Task File_ThatIsDamaged_ChangesNothingButTheHealth()
    {
        await using ToyApplication application = await Start();
        byte[] good = await File.ReadAllBytesAsync(application.Folder.ModelPath);
        await File.WriteAllBytesAsync(application.Folder.ModelPath, good[..(good.Length / 2)]);
        await BecomesDegraded(application);
        Assert.AreEqual(s_linear, (await application.Predictor.PredictAsync(s_row)).Score);
        string start = $"Error: Predictor 'toys' cannot use '{application.Folder.ModelPath}': ", end = $" Model {application.Predictor.ModelVersion} goes on serving.";
        Assert.HasCount(1, application.Log.Messages.Where(message => message.StartsWith(start, StringComparison.Ordinal) && message.EndsWith(end, StringComparison.Ordinal)));

        await File.WriteAllBytesAsync(application.Folder.ModelPath, good);
        await Eventually.Holds(async () => (await application.Health()).Status == HealthStatus.Healthy, "the file that serves is back and all is well");
        application.Folder.Replace(ToyModel.SumOf(3));
        await Serves(application, 0);
    }

    [TestMethod]
    public async Task File_OfAModelForOtherRows_ChangesNothingButTheHealth()
    {
        await using ToyApplication application = await Start();
        application.Folder.Replace(ToyModel.SumOf(4));
        await BecomesDegraded(application);
        Assert.AreEqual(s_linear, (await application.Predictor.PredictAsync(s_row)).Score);
    }

    [TestMethod]
    public async Task File_ThatIsGone_ChangesNothingButTheHealth()
    {
        await using ToyApplication application = await Start();
        File.Delete(application.Folder.ModelPath);
        await BecomesDegraded(application);
        application.Folder.Save(ToyModel.SumOf(3));
        await Serves(application, 0);
        Assert.AreEqual(HealthStatus.Healthy, (await application.Health()).Status);
    }

    [TestMethod]
    public async Task File_BehindALink_IsServedWhenTheLinkLeadsElsewhere()
    {
        using ModelFolder other = new();
        other.Save(ToyModel.SumOf(3));
        await using ToyApplication application = await Start();
        string link = $"{application.Folder.ModelPath}.link";
        File.CreateSymbolicLink(link, other.ModelPath);
        File.Move(link, application.Folder.ModelPath, overwrite: true);
        await Serves(application, 0);
        other.Save(ToyModel.Regression()); // where the file system tells the watcher of the link nothing
        await Serves(application, s_linear);
    }

    [TestMethod]
    public async Task Requests_WhileModelsAreReplaced_AreAnsweredByOneEach()
    {
        await using ToyApplication application = await Start();
        using CancellationTokenSource stop = new();
        Task<float[]>[] clients = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => Ask(application.Predictor, stop.Token)))];
        for (int round = 0; round < 6; round++)
        {
            bool isSum = round % 2 == 0;
            application.Folder.Replace(isSum ? ToyModel.SumOf(3) : ToyModel.Regression());
            await Serves(application, isSum ? 0 : s_linear);
        }
        await stop.CancelAsync();
        float[] scores = [.. (await Task.WhenAll(clients)).SelectMany(answers => answers).Distinct().Order()];
        Assert.AreSequenceEqual([0, s_linear], scores);
    }

    private static async Task<float[]> Ask(IPredictor<ToyRow, ScoreRow> predictor, CancellationToken stop)
    {
        HashSet<float> scores = [];
        while (!stop.IsCancellationRequested)
        {
            scores.Add((await predictor.PredictAsync(s_row, CancellationToken.None)).Score);
        }
        return [.. scores];
    }

    private static Task<ToyApplication> Start(Action<PredictorOptions>? configure = null) => ToyApplication.Start(ToyModel.Regression(), options =>
    {
        options.WatchForChanges = true;
        options.PollingInterval = TimeSpan.FromMilliseconds(50);
        configure?.Invoke(options);
    });

    private static Task Serves(ToyApplication application, float score) =>
        Eventually.Holds(async () => (await application.Predictor.PredictAsync(s_row)).Score == score, $"the score is {score}");

    private static Task BecomesDegraded(ToyApplication application) =>
        Eventually.Holds(async () => (await application.Health()).Status == HealthStatus.Degraded, "the health is degraded");
}

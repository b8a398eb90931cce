using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class PredictorTests
{
    [TestMethod]
    public async Task Predict_OfATreeModel_GivesWhatAnEngineGives()
    {
        MLContext ml = new(1);
        IDataView rows = ml.Data.LoadFromEnumerable(ToyRow.Rows(200));
        ITransformer trees = ml.Regression.Trainers.FastTree(labelColumnName: "Number", numberOfTrees: 5, minimumExampleCountPerLeaf: 2).Fit(rows);
        await AssertPredictsAsAnEngine(ml, trees);
    }

    [TestMethod]
    public async Task Predict_OfANetwork_GivesWhatAnEngineGives() => await AssertPredictsAsAnEngine(new MLContext(), ToyNetwork.Create(width: 256));

    [TestMethod]
    public async Task Execution_IsThatOfEachModel()
    {
        int opened = 0;
        await using ToyApplication application = await ToyApplication.Start(ToyModel.Regression(), options =>
        {
            options.WatchForChanges = true;
            options.Execution = new ExecutionOptions { ConfigureSession = _ => opened++ };
        });
        Assert.AreEqual(1, opened);
        Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf(1)), (await application.Predictor.PredictAsync(ToyRow.Row(1))).Score);
        application.Folder.Replace(ToyModel.SumOf(3));
        await Eventually.Holds(async () => (await application.Predictor.PredictAsync(ToyRow.Row(1))).Score == ToyRow.FeaturesOf(1).Sum(), "the model is replaced");
        Assert.AreEqual(2, opened);
    }

    [TestMethod]
    public async Task Execution_OfAModelWithoutNetwork_IsRefused()
    {
        MLContext ml = new();
        ITransformer model = ml.Transforms.CopyColumns("Score", "Number").Fit(ToyRow.View(1));
        InvalidOperationException exception = await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => ToyApplication.Start(model, options => options.Execution = new ExecutionOptions()));
        Assert.EndsWith(
            "The model has no network to run: expected a DeepTransformer or a TransformerChain that holds one, got ColumnCopyingTransformer. (Parameter 'model')", exception.Message);
    }

    [TestMethod]
    public async Task Predict_OfARowThatCannotBeRead_FailsAndTheNextDoesNot()
    {
        await using ToyApplication application = await ToyApplication.Start(ToyModel.Regression());
        await Assert.ThrowsAsync<Exception>(() => application.Predictor.PredictAsync(new ToyRow { Features = [1] }));
        Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf(1)), (await application.Predictor.PredictAsync(ToyRow.Row(1))).Score);
    }

    [TestMethod]
    public async Task Predict_WithACancelledToken_IsCancelled()
    {
        await using ToyApplication application = await ToyApplication.Start(ToyModel.Regression());
        await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => application.Predictor.PredictAsync(ToyRow.Row(1), new CancellationToken(canceled: true)));
    }

    [TestMethod]
    public async Task Stop_OfTheApplication_FinishesAcceptedRequests()
    {
        MLContext ml = new();
        ml.ComponentCatalog.RegisterAssembly(typeof(Gate).Assembly);
        await using ToyApplication application = await ToyApplication.Start(Gate.Model(ml), addServices: services => services.AddSingleton(ml));
        IPredictor<ToyRow, ScoreRow> predictor = application.Predictor;
        Gate.Close();
        Task<ScoreRow> request = Task.Factory.StartNew(() => predictor.PredictAsync(ToyRow.Row(4)), default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        Gate.WaitForRow();
        Task stop = application.Stop();
        await Eventually.Holds(async () => (await application.Health()).Status == HealthStatus.Unhealthy, "requests are refused");
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => predictor.PredictAsync(ToyRow.Row(5)));
        Assert.IsFalse(stop.IsCompleted);
        Gate.Open();
        await stop;
        Assert.AreEqual(4, (await request).Score);
    }

    [TestMethod]
    public async Task Messages_OfTheContext_GoToTheLog()
    {
        await using ToyApplication application = await ToyApplication.Start(ToyModel.Regression());
        MLContext ml = application.Services.GetRequiredService<MLContext>();
        ml.Regression.Trainers.FastTree(labelColumnName: "Number").Fit(ml.Data.LoadFromEnumerable(ToyRow.Rows(50)));
        Assert.IsTrue(application.Log.Messages.Any(message => message.StartsWith("Information: FastTree", StringComparison.Ordinal)), string.Join('\n', application.Log.Messages));
    }

    [TestMethod]
    public async Task Traces_TellPredictorModelAndError()
    {
        ConcurrentQueue<Activity> activities = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "MLNetDeep.Hosting",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using ToyApplication application = await ToyApplication.Start(ToyModel.Regression());
        await application.Predictor.PredictAsync(ToyRow.Row(1));
        await Assert.ThrowsAsync<Exception>(() => application.Predictor.PredictAsync(new ToyRow { Features = [1] }));
        Activity good = activities.First(), bad = activities.Last();
        Assert.AreEqual("predict toys", good.DisplayName);
        Assert.AreEqual("toys", good.GetTagItem("predictor.name"));
        Assert.AreEqual(application.Predictor.ModelVersion, good.GetTagItem("model.version"));
        Assert.AreEqual(1, good.GetTagItem("batch.size"));
        Assert.AreEqual(ActivityStatusCode.Error, bad.Status);
        Assert.IsNotNull(bad.GetTagItem("error.type"));
    }

    private static async Task AssertPredictsAsAnEngine(MLContext ml, ITransformer model)
    {
        using PredictionEngine<ToyRow, ScoreRow> engine = ml.Model.CreatePredictionEngine<ToyRow, ScoreRow>(model, new PredictionEngineOptions { OwnsTransformer = false });
        await using ToyApplication application = await ToyApplication.Start(model);
        ToyRow[] rows = ToyRow.Rows(300);
        ScoreRow[] scores = new ScoreRow[rows.Length];
        await Parallel.ForAsync(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (row, token) => scores[row] = await application.Predictor.PredictAsync(rows[row], token));
        for (int row = 0; row < rows.Length; row++)
        {
            float expected = engine.Predict(rows[row]).Score;
            Assert.AreEqual(expected, scores[row].Score, 1e-5f * Math.Max(1, Math.Abs(expected)));
        }
    }
}

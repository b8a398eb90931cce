using Microsoft.ML.Runtime;

namespace MLNetDeep.Tests;

/// <summary>A fit ends within a batch when it is told to, whoever tells it.</summary>
[TestClass]
public sealed class CancellationTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Token_CancelledBefore_EndsTheFit(TrainerCase trainer) =>
        Assert.ThrowsExactly<OperationCanceledException>(() => trainer.Fit(_ml, trainer.Small with { CancellationToken = new(canceled: true) }));

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Token_CancelledByTheProgressOfTheSecondEpoch_EndsTheFitBeforeTheThird(TrainerCase trainer)
    {
        using CancellationTokenSource source = new();
        Reports reports = new(report =>
        {
            if (report.Epoch == 2)
            {
                source.Cancel();
            }
        });

        Assert.ThrowsExactly<OperationCanceledException>(() => trainer.Fit(_ml, Long(trainer) with { CancellationToken = source.Token, Progress = reports }));

        Assert.HasCount(2, reports.All);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Token_CancelledByAnotherThread_EndsTheFitWithinAnEpoch(TrainerCase trainer)
    {
        using CancellationTokenSource source = new();
        using ManualResetEventSlim isTraining = new();
        _ml.Log += (_, message) =>
        {
            if (message.RawMessage.StartsWith("Training on ", StringComparison.Ordinal))
            {
                isTraining.Set();
            }
        };
        Reports reports = new();
        DeepTrainerOptions options = trainer.Small with { NumberOfEpochs = 1, BatchSize = 1, CancellationToken = source.Token, Progress = reports };
        Thread canceller = new(() =>
        {
            isTraining.Wait();
            source.Cancel();
        });
        canceller.Start();

        Assert.ThrowsExactly<OperationCanceledException>(() => trainer.Create(_ml, options).Fit(trainer.Data(_ml, rows: 50_000)));

        canceller.Join();
        Assert.IsEmpty(reports.All); // an epoch of so many batches takes seconds
    }

    [TestMethod]
    public void Token_CancelledWhileRowsAreRead_EndsTheFit()
    {
        const int Rows = 100_000;
        using CancellationTokenSource source = new();
        int read = 0;
        IEnumerable<NumberRow> Stream()
        {
            for (; read < Rows; read++)
            {
                if (read == Rows / 10)
                {
                    source.Cancel();
                }
                yield return new NumberRow { Label = read };
            }
        }

        Assert.ThrowsExactly<OperationCanceledException>(() => _ml.Regression.Trainers
            .Mlp(new MlpOptions { CancellationToken = source.Token })
            .Fit(_ml.Data.LoadFromEnumerable(Stream())));

        Assert.IsLessThan(Rows / 5, read);
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void MLNet_ToldToCancel_EndsTheFitAndAllLaterOnes(TrainerCase trainer)
    {
        ICancelable environment = (ICancelable)CatalogUtils.GetEnvironment(_ml.Transforms);
        Reports reports = new(_ => environment.CancelExecution());

        Assert.ThrowsExactly<OperationCanceledException>(() => trainer.Fit(_ml, Long(trainer) with { Progress = reports }));
        Assert.ThrowsExactly<OperationCanceledException>(() => trainer.Fit(_ml));

        Assert.HasCount(1, reports.All);
    }

    private static DeepTrainerOptions Long(TrainerCase trainer) => trainer.Small with { NumberOfEpochs = 200, EarlyStoppingPatience = 0 };

    private sealed class NumberRow
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [0];

        public float Label { get; set; }
    }
}

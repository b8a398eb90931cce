using Microsoft.ML.Transforms;

namespace MLNetDeep.Tests;

/// <summary>A model that tells when it is asked and answers when it may: the score is the number of the row, and a negative number is an error.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class Gate : CustomMappingFactory<ToyRow, ScoreRow>
{
    private const string Contract = "Gate";
    private static readonly SemaphoreSlim s_entered = new(0);
    private static ManualResetEventSlim s_open = new(true);

    /// <summary>An open gate.</summary>
    internal static ITransformer Model(MLContext ml)
    {
        s_open = new ManualResetEventSlim(true);
        return ml.Transforms.CustomMapping<ToyRow, ScoreRow>(Map, Contract).Fit(ToyRow.View(1));
    }

    internal static void Close()
    {
        s_open.Reset();
        while (s_entered.Wait(0)) // rows that passed before
        {
        }
    }

    internal static void Open() => s_open.Set();

    /// <summary>Waits until a row stands at the closed gate.</summary>
    internal static void WaitForRow() => Assert.IsTrue(s_entered.Wait(TimeSpan.FromMinutes(1)));

    public override Action<ToyRow, ScoreRow> GetMapping() => Map;

    private static void Map(ToyRow row, ScoreRow score)
    {
        s_entered.Release();
        Assert.IsTrue(s_open.Wait(TimeSpan.FromMinutes(1)));
        score.Score = row.Number >= 0 ? row.Number : throw new InvalidOperationException($"Row {row.Number} is negative.");
    }
}

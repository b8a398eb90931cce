namespace MLNetDeep.Tests;

[TestClass]
public sealed class QueueCostTests
{
    [TestMethod]
    public void Run_AgainAndAgain_AnswersAllThatWait()
    {
        using QueueCost<ToyRow, ScoreRow> cost = new(ToyRow.Row(1));
        cost.Run();
        cost.Run(); // the queue had room for all again
    }
}

namespace MLNetDeep.Tests;

[TestClass]
public sealed class PixelBudgetTests
{
    [TestMethod]
    public void Take_ByManyThreads_NeverExceedsTheCapacity()
    {
        PixelBudget budget = new(10);
        long taken = 0, most = 0, done = 0;
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, index =>
        {
            long pixels = 1 + index % 10;
            budget.Take(pixels);
            long now = Interlocked.Add(ref taken, pixels);
            InterlockedMaximum(ref most, now);
            Thread.Yield();
            Interlocked.Add(ref taken, -pixels);
            budget.Return(pixels);
            Interlocked.Increment(ref done);
        });
        Assert.AreEqual(2000, done);
        Assert.IsLessThanOrEqualTo(10, most);
    }

    [TestMethod]
    public async Task Take_WithoutRoom_WaitsForIt_AndOthersBehind()
    {
        PixelBudget budget = new(10);
        budget.Take(6);
        Task large = Task.Factory.StartNew(() => budget.Take(10), TaskCreationOptions.LongRunning);
        Assert.IsFalse(large.IsCompleted);
        budget.Return(6);
        await large;
        budget.Return(10);
        budget.Take(10);
    }

    private static void InterlockedMaximum(ref long most, long value)
    {
        long seen = Volatile.Read(ref most);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref most, value, seen) is long before && before == seen ? value : before;
        }
    }
}

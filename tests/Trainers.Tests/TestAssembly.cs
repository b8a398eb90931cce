using TorchSharp;

[assembly: DoNotParallelize] // LibTorch's thread count, default generator and number of live tensors belong to the process

namespace MLNetDeep.Tests;

/// <summary>What holds around every test: as many native tensors are alive after it as before.</summary>
[TestClass]
public sealed class TestAssembly
{
    private static int s_thread;
    private static long s_aliveOnThread;
    private static long s_alive;

    /// <summary>Whether the test makes modules of TorchSharp, which takes the handle out of a tensor for each parameter and counts the rest of it for ever.</summary>
    internal static bool MakesModules { get; set; }

    /// <summary>Whether the test lets another thread free the tensors of a module, of which this one then counts too many, or too few.</summary>
    internal static bool FreesElsewhere { get; set; }

    /// <summary>Two threads make small networks slower, and many times so on a busy machine.</summary>
    [AssemblyInitialize]
    public static void UseOneThread(TestContext context)
    {
        torch.set_num_threads(1);
        GatedNetwork.Register();
        TrainingScript.IsWanted = Environment.GetEnvironmentVariable("MLNETDEEP_PLAIN_STEPS") is null; // for a run of all tests without it
        if (Environment.GetEnvironmentVariable("MLNETDEEP_SPILL") is not null)
        {
            RowBudget.Default = () => 1; // for a run of all tests with rows in files
        }
    }

    [GlobalTestInitialize]
    public static void CountTensors(TestContext context)
    {
        MakesModules = false;
        FreesElsewhere = false;
        s_thread = Environment.CurrentManagedThreadId;
        s_aliveOnThread = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        s_alive = torch.Tensor.TotalCount;
    }

    /// <remarks>The count of a thread is exact; that of the process also sees other threads, but not what a finalizer has freed meanwhile.</remarks>
    [GlobalTestCleanup]
    public static void CheckTensors(TestContext context)
    {
        if (!MakesModules)
        {
            Assert.IsLessThanOrEqualTo(s_alive, torch.Tensor.TotalCount, "The test left native tensors alive.");
        }
        if (s_thread == Environment.CurrentManagedThreadId && !FreesElsewhere)
        {
            Assert.AreEqual(s_aliveOnThread, DisposeScopeManager.Statistics.ThreadTotalLiveCount, "The test left native tensors to the finalizer.");
        }
    }
}

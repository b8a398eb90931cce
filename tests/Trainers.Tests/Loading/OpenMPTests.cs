using System.Runtime.InteropServices;
using System.Text;

namespace MLNetDeep.Tests;

/// <summary>GCC's OpenMP tells what it has read when it is loaded with OMP_DISPLAY_ENV.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class OpenMPTests
{
    private const string SpinCount = "GOMP_SPINCOUNT";

    [TestMethod]
    [DataRow(null, null, "1000")]
    [DataRow("77", null, "77")]
    [DataRow(null, "PASSIVE", "0")]
    public async Task Load_LetsThreadsSleepSoonUnlessTheUserDecides(string? spinCount, string? waitPolicy, string expected)
    {
        FixtureResult result = await FixtureProgram.RunAsync("LoadFirst", ("OMP_DISPLAY_ENV", "VERBOSE"), (SpinCount, spinCount), ("OMP_WAIT_POLICY", waitPolicy));

        Assert.AreEqual("4", result.Output);
        Assert.Contains($"{SpinCount} = '{expected}'", result.Error);
    }

    [TestMethod]
    public void Load_LeavesNoVariableForOtherLibraries()
    {
        LibTorch.Load();

        Assert.AreEqual(Environment.GetEnvironmentVariable(SpinCount) is null, Variable(SpinCount) == IntPtr.Zero);
    }

    private static IntPtr Variable(string name) => getenv(Encoding.ASCII.GetBytes(name + '\0'));

    [DllImport("libc")]
    private static extern IntPtr getenv(byte[] name);
}

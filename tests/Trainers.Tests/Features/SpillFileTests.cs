namespace MLNetDeep.Tests;

[TestClass]
public sealed class SpillFileTests
{
    [TestMethod]
    public void Elements_AppendedAndOverwritten_AreReadBack()
    {
        using TemporaryFolder folder = new();
        using SpillFile file = new(folder.Path, expectedBytes: null);
        file.Append<int>([1, 2, 3]);
        file.Append<int>([4, 5]);
        file.Write<int>(1, [20, 30]);
        int[] read = new int[4];

        file.Read(1, read.AsSpan());

        Assert.AreSequenceEqual([20, 30, 4, 5], read);
        Assert.AreEqual(20, file.Length);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(1_000_000L)]
    public void File_OnUnix_HasNoNameWhileItIsOpen(long? expectedBytes)
    {
        RequireUnix();
        using TemporaryFolder folder = new();
        using SpillFile file = new(folder.Path, expectedBytes);
        file.Append<int>([1, 2, 3]);

        Assert.IsEmpty(folder.FileNames());
    }

    [TestMethod]
    public void File_OnLinux_IsItsOwnersAlone()
    {
        using TemporaryFolder folder = new();
        using SpillFile file = new(folder.Path, expectedBytes: null);
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("Only Linux lists the open files of a process.");
            return;
        }

        string handle = Directory.GetFiles("/proc/self/fd").Single(handle => new FileInfo(handle).LinkTarget?.StartsWith(folder.Path, StringComparison.Ordinal) ?? false);

        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(handle));
    }

    [TestMethod]
    public void Folder_ThatIsMissing_IsNamedWithWhatToDo()
    {
        using TemporaryFolder folder = new();
        string missing = Path.Combine(folder.Path, "missing");

        IOException error = Assert.ThrowsExactly<IOException>(() => new SpillFile(missing, expectedBytes: null));

        AssertFailure(missing, "0", error);
    }

    [TestMethod]
    public void Folder_ThatIsAFile_IsNamedWithWhatToDo()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");

        IOException error = Assert.ThrowsExactly<IOException>(() => new SpillFile(file, expectedBytes: 8000));

        AssertFailure(file, "0 of 8,000", error);
    }

    [TestMethod]
    public void Disk_WithoutRoomForWhatIsExpected_IsNoticedAtOnce()
    {
        RequireUnix();
        using TemporaryFolder folder = new();

        IOException error = Assert.ThrowsExactly<IOException>(() => new SpillFile(folder.Path, expectedBytes: 1L << 42)); // 4 TB

        AssertFailure(folder.Path, "0 of 4,398,046,511,104", error);
        Assert.EndsWith(" bytes are free", error.InnerException!.Message);
        Assert.IsEmpty(folder.FileNames());
    }

    [TestMethod]
    public void Rows_ThatTheFileHasLost_AreAnErrorThatSaysSo()
    {
        using TemporaryFolder folder = new();
        using SpillFile file = new(folder.Path, expectedBytes: null);
        file.Append<int>([1, 2, 3]);
        int[] read = new int[4];

        EndOfStreamException error = Assert.ThrowsExactly<EndOfStreamException>(() => file.Read(1, read.AsSpan()));

        Assert.AreEqual($"A temporary file in '{folder.Path}' has lost rows of the fit behind byte 12 of 12. Check the disk.", error.Message);
    }

    private static void AssertFailure(string folder, string written, IOException error) => Assert.AreEqual(
        $"Rows beyond MemoryBudget go to a temporary file in '{folder}'. It failed after {written} bytes: {error.InnerException!.Message.TrimEnd('.')}. "
        + "Free space there, set MLContext.TempFilePath to another folder, or raise MemoryBudget.",
        error.Message);

    private static void RequireUnix()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows deletes the file when it is closed, and reserves no space.");
        }
    }
}

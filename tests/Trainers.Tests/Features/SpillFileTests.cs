using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

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

        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Descriptor(folder)));
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

        IOException error = Assert.ThrowsExactly<IOException>(() => new SpillFile(folder.Path, expectedBytes: 1L << 60)); // an exabyte

        AssertFailure(folder.Path, "0 of 1,152,921,504,606,846,976", error);
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

    [TestMethod]
    public void Disk_ThatCannotBeRead_IsNamedWithWhatToDo()
    {
        using TemporaryFolder folder = new();
        using SpillFile file = new(folder.Path, expectedBytes: null);
        file.Append<int>([1, 2, 3]);
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("Only Linux lists the open files of a process.");
        }
        using SafeFileHandle unreadable = File.OpenHandle("/proc/self/mem"); // nothing is in memory at its beginning
        int descriptor = int.Parse(Path.GetFileName(Descriptor(folder)), CultureInfo.InvariantCulture);
        Assert.AreEqual(descriptor, Duplicate((int)unreadable.DangerousGetHandle(), descriptor));
        int[] read = new int[2];

        IOException error = Assert.ThrowsExactly<IOException>(() => file.Read(1, read.AsSpan()));

        Assert.AreEqual(
            $"A temporary file in '{folder.Path}' with rows of the fit cannot be read behind byte 4 of 12: {error.InnerException!.Message.TrimEnd('.')}. "
            + "Check the disk, or set MLContext.TempFilePath to a folder on another.",
            error.Message);
    }

    /// <summary>Lets a descriptor stand for another open file; dup2(2).</summary>
    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int Duplicate(int of, int descriptor);

    /// <summary>The open file in a folder, on Linux.</summary>
    private static string Descriptor(TemporaryFolder folder) =>
        Directory.GetFiles("/proc/self/fd").Single(path => new FileInfo(path).LinkTarget?.StartsWith(folder.Path, StringComparison.Ordinal) ?? false);

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

using System.Diagnostics;
using System.Runtime.Versioning;

namespace MLNetDeep.Tests;

[TestClass]
[OSCondition(OperatingSystems.Linux)]
[SupportedOSPlatform("linux")]
public sealed class NativeLibraryCacheTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i % 251))];

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Store_InANewFolder_WritesForThisUserAlone()
    {
        string directory = Path.Combine(_folder.Path, "parent", "cache");

        string path = NativeLibraryCache.Store(directory, "library.so", _content);

        Assert.AreEqual(Path.Combine(directory, "library.so"), path);
        CollectionAssert.AreEqual(_content, File.ReadAllBytes(path));
        Assert.AreEqual(OwnerOnly, File.GetUnixFileMode(directory));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.HasCount(1, _folder.FileNames());
    }

    [TestMethod]
    public void Store_ASecondTime_LeavesTheFileAlone()
    {
        string path = NativeLibraryCache.Store(_folder.Path, "library.so", _content);
        DateTime written = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, written);

        NativeLibraryCache.Store(_folder.Path, "library.so", _content);

        Assert.AreEqual(written, File.GetLastWriteTimeUtc(path));
    }

    [TestMethod]
    [DataRow(0, DisplayName = "Empty")]
    [DataRow(50_000, DisplayName = "Half")]
    [DataRow(100_000, DisplayName = "One byte differs")]
    [DataRow(100_001, DisplayName = "Too long")]
    public void Store_WithADamagedFile_ReplacesIt(int length)
    {
        string path = NativeLibraryCache.Store(_folder.Path, "library.so", _content);
        byte[] damaged = new byte[length];
        _content.AsSpan(0, Math.Min(length, _content.Length)).CopyTo(damaged);
        if (length == _content.Length)
            damaged[length / 2] ^= 1;
        File.WriteAllBytes(path, damaged);
        using FileStream loadedElsewhere = File.OpenRead(path);

        NativeLibraryCache.Store(_folder.Path, "library.so", _content);

        CollectionAssert.AreEqual(_content, File.ReadAllBytes(path));
        Assert.HasCount(1, _folder.FileNames());
        Assert.AreEqual(length, loadedElsewhere.Length); // replaced by a new file, not written over
    }

    [TestMethod]
    [DataRow(UnixFileMode.GroupWrite)]
    [DataRow(UnixFileMode.OtherWrite)]
    public void Store_WhereOthersMayWrite_Refuses(UnixFileMode permission)
    {
        File.SetUnixFileMode(_folder.Path, OwnerOnly | permission);

        UnauthorizedAccessException error = Assert.ThrowsExactly<UnauthorizedAccessException>(
            () => NativeLibraryCache.Store(_folder.Path, "library.so", _content));

        Assert.AreEqual($"Other users may write to the folder '{_folder.Path}'.", error.Message);
        Assert.IsEmpty(_folder.FileNames());
    }

    [TestMethod]
    public void Store_InTheFolderOfAnotherUser_Refuses()
    {
        string directory = FolderOfAnotherUser();

        UnauthorizedAccessException error = Assert.ThrowsExactly<UnauthorizedAccessException>(
            () => NativeLibraryCache.Store(directory, "library.so", _content));

        Assert.AreEqual($"The folder '{directory}' belongs to another user.", error.Message);
    }

    [TestMethod]
    public void Store_FromManyThreadsAtOnce_LeavesOneWholeFile()
    {
        for (int round = 0; round < 20; round++)
        {
            string name = $"{round}.so";
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            {
                string path = NativeLibraryCache.Store(_folder.Path, name, _content);
                Assert.IsTrue(_content.AsSpan().SequenceEqual(File.ReadAllBytes(path)));
            });
        }

        Assert.HasCount(20, _folder.FileNames());
    }

    [TestMethod]
    public void Load_WhereTheCacheCannotBeUsed_LoadsFromATemporaryFolderAndRemovesIt()
    {
        LibTorch.Load(); // the library that is loaded here needs it
        File.SetUnixFileMode(_folder.Path, OwnerOnly | UnixFileMode.OtherWrite);
        string[] before = TemporaryCopies();

        IntPtr handle = NativeLibraryCache.Load(_folder.Path, "library.so", SystemRuntime.TorchSharpCopy());

        Assert.AreNotEqual(IntPtr.Zero, handle);
        Assert.IsEmpty(_folder.FileNames());
        CollectionAssert.AreEquivalent(before, TemporaryCopies());
    }

    [TestMethod]
    public void Load_OfWhatIsNoLibrary_NamesBothPlacesAndTheRemedy()
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => NativeLibraryCache.Load(_folder.Path, "library.so", _content));

        Assert.StartsWith("The library 'library.so' could not be loaded from the cache (", error.Message);
        Assert.Contains(" nor from a temporary folder (", error.Message);
        Assert.EndsWith("Otherwise, set MLNETDEEP_CACHE to a folder that only this user can write, without 'noexec'.", error.Message);
        Assert.IsInstanceOfType<DllNotFoundException>(error.InnerException);
    }

    private static string[] TemporaryCopies() => Directory.GetDirectories(Path.GetTempPath(), "mlnetdeep-*");

    private string FolderOfAnotherUser()
    {
        if (!Environment.IsPrivilegedProcess)
            return "/usr"; // root's

        using Process giveAway = Process.Start("chown", ["65534", _folder.Path]);
        giveAway.WaitForExit();
        return _folder.Path;
    }
}

using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace MLNetDeep;

/// <summary>Who owns a file or folder (Linux): .NET reads the permissions, but not the owner.</summary>
[SupportedOSPlatform("linux")]
internal static class FileOwner
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint OwnerField = 8; // STATX_UID
    private const int StatxSize = 256; // struct statx has one layout on every processor
    private const int OwnerOffset = 20; // stx_uid

    /// <summary>The user that this process acts for (effective user id).</summary>
    public static uint OfThisProcess => geteuid();

    /// <summary>The user id of the owner; of the target, when the path is a link.</summary>
    /// <param name="path">An existing file or folder.</param>
    /// <exception cref="IOException">The path cannot be read.</exception>
    public static uint Of(string path)
    {
        byte[] status = new byte[StatxSize];
        return statx(CurrentDirectory, Encoding.UTF8.GetBytes(path + '\0'), 0, OwnerField, status) == 0
            ? BitConverter.ToUInt32(status, OwnerOffset)
            : throw new IOException($"The owner of '{path}' is unknown: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int directory, byte[] path, int flags, uint mask, byte[] status);

    [DllImport("libc")]
    private static extern uint geteuid();
}

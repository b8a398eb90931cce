using System.Runtime.InteropServices;

namespace MLNetDeep;

/// <summary>The threads that LibTorch computes on: those of GCC's OpenMP library on Linux.</summary>
internal static partial class OpenMP
{
    private const string SpinCount = "GOMP_SPINCOUNT";
    private const string Turns = "1000"; // some 10 µs

    /// <summary>Lets the threads of a library that wait for each other sleep soon, unless the user has decided about that.</summary>
    /// <remarks>
    /// They spin 300,000 turns by default, and so whoever waits for a thread that has no core at the moment keeps a core from it: on busy
    /// machines a fit on two threads took up to sixteen times as long as on one (eng/decisions/0009). OpenMP looks at the variable only when
    /// it is loaded; afterwards it is gone, since other libraries, such as LightGBM's, bring an OpenMP of their own.
    /// </remarks>
    /// <param name="load">Loads the library.</param>
    internal static void LoadWithShortSpin(Action load)
    {
        bool isOurs = OperatingSystem.IsLinux()
            && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null && Environment.GetEnvironmentVariable(SpinCount) is null;
        try
        {
            if (isOurs)
            {
                SetVariable(SpinCount, Turns, overwrite: 0);
            }
            load();
        }
        finally
        {
            if (isOurs)
            {
                RemoveVariable(SpinCount);
            }
        }
    }

    /// <summary>.NET's own variables are not those that native libraries see.</summary>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveVariable(string name);
}

using System.Runtime.InteropServices;

namespace MLNetDeep;

/// <summary>LibTorch, the native library that trains networks.</summary>
public static class LibTorch
{
    private static readonly Lock s_gate = new();
    private static volatile bool s_isLoaded;

    /// <summary>Loads LibTorch into this process, or says what is missing.</summary>
    /// <remarks>
    /// <para>Trainers call this at the start of <c>Fit</c>. Every call after the first costs next to nothing.</para>
    /// <para>TorchSharp's own native library asks for the C++ runtime of GCC 13, which Debian 12 and Ubuntu 22.04 lack. There, a
    /// copy without that demand is loaded; it still takes glibc 2.34 and the runtime of GCC 12, newer than RHEL 9's. The copy is kept in
    /// the folder that the environment variable <c>MLNETDEEP_CACHE</c> names, else in <c>mlnetdeep</c> in the user's cache folder.</para>
    /// <para>C# applications that reference the MLNetDeep package are prepared for that when they start. Elsewhere (a script, a
    /// notebook, another language) call this method before the first use of TorchSharp: after a failure, TorchSharp does not try
    /// again until the process ends.</para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// LibTorch is not in this application, is not available for this platform, or does not load; the message says what to do.
    /// </exception>
    public static void Load()
    {
        if (s_isLoaded)
            return;

        lock (s_gate)
        {
            if (s_isLoaded)
                return;
            LoadLibraries();
            StartTorchSharp();
            s_isLoaded = true;
        }
    }

    private static void LoadLibraries()
    {
        string? path = NativeFiles.Find("torch_cpu");
        try
        {
            OpenMP.LoadWithShortSpin(() => NativeFiles.Load("torch_cpu"));
            NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, null);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw path is null
                ? LibTorchError.Missing(NativeFiles.Platform, exception)
                : LibTorchError.DoesNotLoad(path, exception);
        }
    }

    /// <summary>Lets TorchSharp find what is loaded by now: its own loader would copy LibTorch and write to the console.</summary>
    private static void StartTorchSharp()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (TypeInitializationException exception)
        {
            throw LibTorchError.UsedTooEarly(exception);
        }
    }
}

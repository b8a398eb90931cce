using System.Runtime.InteropServices;

namespace MLNetDeep.Tests;

/// <summary>What the tests know of this machine and of TorchSharp's native library.</summary>
internal static class SystemRuntime
{
    /// <summary>Whether TorchSharp's library does not load as it is: the C++ runtime is older than GCC 13's.</summary>
    public static bool NeedsCopy { get; } =
        OperatingSystem.IsLinux()
        && !(NativeLibrary.TryLoad("libstdc++.so.6", out IntPtr runtime)
            && NativeLibrary.TryGetExport(runtime, "_ZSt21ios_base_library_initv", out _));

    /// <summary>TorchSharp's library for linux-x64, as the package has it; it is in the output of every platform.</summary>
    public static byte[] TorchSharpLibrary()
    {
        string[] folders = [Path.Combine("runtimes", "linux-x64", "native"), ""]; // a build for one platform has no runtimes folder
        return File.ReadAllBytes(folders
            .Select(folder => Path.Combine(AppContext.BaseDirectory, folder, "libLibTorchSharp.so"))
            .First(File.Exists));
    }

    /// <summary>The copy of that library which loads on older systems.</summary>
    public static byte[] TorchSharpCopy()
    {
        byte[] library = TorchSharpLibrary();
        Assert.IsTrue(ElfVersionNeeds.MakeWeak(library, "libstdc++.so.6", "GLIBCXX_3.4.32"));
        return library;
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace MLNetDeep;

/// <summary>Loads TorchSharp's native library on Linux systems whose C++ runtime is older than GCC 13's.</summary>
/// <remarks>
/// The library needs the version GLIBCXX_3.4.32 for one symbol that it never calls (the new initializer of the standard streams). A
/// copy that marks the need as weak loads everywhere. See eng/decisions/0003-libtorch-loading.md.
/// </remarks>
internal static class TorchSharpLibrary
{
    private const string Name = "LibTorchSharp";
    private const string Runtime = "libstdc++.so.6";
    private const string RuntimeVersion = "GLIBCXX_3.4.32"; // GCC 13
    private const string RuntimeSymbol = "_ZSt21ios_base_library_initv"; // the first symbol of that version
    private const int CopyVersion = 1; // part of the file name: raise it when the change to the copy changes
    private const long MaximumSize = 256 << 20; // bytes; TorchSharp 0.107's has 2.4 MB

    private static readonly string[] s_libTorchLibraries = ["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"];
    private static readonly Lock s_gate = new();
    private static IntPtr s_handle;

    /// <summary>Prepares the process: the handler is called only when the normal load of a library has failed.</summary>
#pragma warning disable CA2255 // A library has no other place that runs before an application's first use of TorchSharp.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register()
    {
        if (OperatingSystem.IsLinux() && AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly) is AssemblyLoadContext context)
            context.ResolvingUnmanagedDll += Resolve;
    }

    [SupportedOSPlatform("linux")]
    private static IntPtr Resolve(Assembly assembly, string library)
    {
        if (library != Name || assembly != typeof(torch).Assembly)
            return IntPtr.Zero;

        lock (s_gate)
        {
            if (s_handle == IntPtr.Zero)
                s_handle = LoadCopy();
            return s_handle;
        }
    }

    /// <summary>Loads a copy that accepts the system's C++ runtime; zero when that runtime is not the reason of the failure.</summary>
    [SupportedOSPlatform("linux")]
    private static IntPtr LoadCopy()
    {
        if (RuntimeIsNew() || NativeFiles.Find(Name) is not string path)
            return IntPtr.Zero;

        byte[] content = Read(path);
        string fileName = $"{Name}-{Convert.ToHexStringLower(SHA256.HashData(content))}-{CopyVersion}.so";
        if (!MakeLoadable(content, path))
            return IntPtr.Zero;

        LoadLibTorch();
        return NativeLibraryCache.Load(NativeLibraryCache.DefaultDirectory(), fileName, content);
    }

    private static bool RuntimeIsNew() =>
        NativeLibrary.TryLoad(Runtime, out IntPtr runtime) && NativeLibrary.TryGetExport(runtime, RuntimeSymbol, out _);

    private static byte[] Read(string path)
    {
        long size = new FileInfo(path).Length;
        return size <= MaximumSize
            ? File.ReadAllBytes(path)
            : throw new InvalidOperationException($"TorchSharp's native library '{path}' is damaged: it has {size} bytes.");
    }

    private static bool MakeLoadable(byte[] content, string path)
    {
        try
        {
            return ElfVersionNeeds.MakeWeak(content, Runtime, RuntimeVersion);
        }
        catch (FormatException exception)
        {
            throw new InvalidOperationException($"TorchSharp's native library '{path}' is damaged. Restore the package again.", exception);
        }
    }

    /// <summary>Loads what the library needs: a copy in another folder does not find it by itself.</summary>
    private static void LoadLibTorch()
    {
        try
        {
            foreach (string library in s_libTorchLibraries)
            {
                bool isOptional = library.EndsWith("_cuda", StringComparison.Ordinal); // only in the CUDA packages
                if (!isOptional || NativeFiles.Find(library) is not null)
                    NativeFiles.Load(library);
            }
        }
        catch (DllNotFoundException exception)
        {
            throw NativeFiles.Find("torch_cpu") is string path
                ? LibTorchError.DoesNotLoad(path, exception)
                : LibTorchError.Missing(NativeFiles.Platform, exception);
        }
    }
}

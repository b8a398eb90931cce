using System.Runtime.InteropServices;

namespace MLNetDeep;

/// <summary>Where the native libraries of the TorchSharp and LibTorch packages lie in this application.</summary>
internal static class NativeFiles
{
    /// <summary>This platform in the words of NuGet, for example <c>linux-x64</c>, whichever distribution built .NET.</summary>
    public static string Platform { get; } =
        $"{OperatingSystemName()}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>The full path of a library, or null.</summary>
    /// <param name="library">The library without prefix and extension, for example <c>torch_cpu</c>.</param>
    public static string? Find(string library) =>
        Directories().Select(directory => Path.Combine(directory, FileName(library))).FirstOrDefault(File.Exists);

    /// <summary>Loads a library by its path where it lies in this application, else by its name, as the host resolves it.</summary>
    /// <param name="library">The library without prefix and extension, for example <c>torch_cpu</c>.</param>
    /// <returns>The handle of the library.</returns>
    /// <exception cref="DllNotFoundException">The library is not there, or does not load.</exception>
    public static IntPtr Load(string library) =>
        Find(library) is string path
            ? NativeLibrary.Load(path)
            : NativeLibrary.Load(library, typeof(torch).Assembly, null);

    private static IEnumerable<string> Directories()
    {
        string hostDirectories = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        foreach (string directory in hostDirectories.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return directory;

        string natives = Path.Combine("runtimes", Platform, "native");
        string? torchSharp = Path.GetDirectoryName(typeof(torch).Assembly.Location); // null in a single-file application
        foreach (string root in new[] { AppContext.BaseDirectory, torchSharp }.OfType<string>())
        {
            yield return root;
            yield return Path.Combine(root, natives);
            yield return Path.Combine(root, "..", "..", natives); // a package folder, where TorchSharp is in lib/net8.0
        }
    }

    private static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    private static string OperatingSystemName()
    {
        if (OperatingSystem.IsWindows())
            return "win";
        if (OperatingSystem.IsMacOS())
            return "osx";
        return RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl" : "linux";
    }
}

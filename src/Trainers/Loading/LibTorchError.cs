namespace MLNetDeep;

/// <summary>What a user reads when LibTorch cannot be used.</summary>
internal static class LibTorchError
{
    /// <summary>The version of the LibTorch packages that this library's TorchSharp works with.</summary>
    internal const string PackageVersion = "2.10.0";

    private const string CudaVersion = "12.8"; // in the names of the CUDA packages

    /// <summary>No LibTorch package is in the application.</summary>
    /// <param name="platform">The platform, for example <c>linux-x64</c>.</param>
    /// <param name="inner">The loader's error.</param>
    public static InvalidOperationException Missing(string platform, Exception inner) => new(
        platform switch
        {
            "linux-x64" or "win-x64" => AddPackage(platform)
                + $" To train on an NVIDIA GPU, add libtorch-cuda-{CudaVersion}-{platform} instead.",
            "osx-arm64" or "win-arm64" => AddPackage(platform),
            _ => $"LibTorch, which trains the networks, is unsupported on {platform}. "
                + "Train on linux-x64, win-x64 or osx-arm64; a model trained there can make predictions here.",
        },
        inner);

    /// <summary>LibTorch is in the application, but the system does not load it.</summary>
    /// <param name="path">Where it was found.</param>
    /// <param name="inner">The loader's error.</param>
    public static InvalidOperationException DoesNotLoad(string path, Exception inner) =>
        new($"LibTorch is at '{path}', but the system does not load it: {inner.Message.Trim()}", inner);

    /// <summary>TorchSharp has failed before this library could prepare it.</summary>
    /// <param name="inner">TorchSharp's error.</param>
    public static InvalidOperationException UsedTooEarly(Exception inner) => new(
        "TorchSharp was used before MLNetDeep.LibTorch.Load(), and failed for the rest of this process. "
        + "Call MLNetDeep.LibTorch.Load() before the first use of TorchSharp.",
        inner);

    private static string AddPackage(string platform) =>
        "LibTorch, which trains the networks, is not in this application. Add it with "
        + $"'dotnet add package libtorch-cpu-{platform} --version {PackageVersion}'.";
}

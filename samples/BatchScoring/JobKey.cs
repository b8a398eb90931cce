using System.Security.Cryptography;

namespace BatchScoring;

/// <summary>What scores depend on. A job that was killed is only taken up again if nothing of it has changed.</summary>
internal static class JobKey
{
    public static string Of(string modelPath, string data, CommandLine options)
    {
        using FileStream model = File.OpenRead(modelPath);
        FileInfo file = new(data);
        return $"""
            model {Convert.ToHexStringLower(SHA256.HashData(model))}
            data {file.FullName}, {file.Length} bytes, written {file.LastWriteTimeUtc:O}
            query {options.Query}
            range {options.Range}
            format {options.Format}
            """;
    }
}

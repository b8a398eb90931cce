using System.Diagnostics;

namespace Samples;

/// <summary>Trains the model that a program serves or scores with, where there is none: by the sample Tabular, in a process of its own, so that this one never loads LibTorch.</summary>
internal static class FirstModel
{
    /// <summary>Writes the model, or returns what is to be done.</summary>
    /// <param name="modelPath">The full path of the model file.</param>
    /// <param name="rows">How many rows to train on; what Tabular does by default if not given.</param>
    public static async Task<string?> TrainAsync(string modelPath, string? rows)
    {
        string output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory); // artifacts/bin/<sample>/<configuration>
        string program = Path.GetFullPath(Path.Combine(output, "..", "..", "Tabular", Path.GetFileName(output), OperatingSystem.IsWindows() ? "Tabular.exe" : "Tabular"));
        if (!File.Exists(program) || Path.GetFileName(modelPath) != "model.zip")
        {
            return $"There is no model '{modelPath}'. Run the sample Tabular, which writes one, or name another by --model.";
        }
        Console.WriteLine($"There is no model '{modelPath}' yet: training one.");
        string[] arguments = ["--output", Path.GetDirectoryName(modelPath)!, .. rows is null ? Array.Empty<string>() : ["--rows", rows]];
        using Process training = Process.Start(new ProcessStartInfo(program, arguments))!;
        await training.WaitForExitAsync();
        return training.ExitCode == 0 ? null : "The sample Tabular failed; its message is above.";
    }
}

using System.Diagnostics;

namespace MLNetDeep.Tests;

/// <summary>A console program of tests/Fixtures, built with the tests and started as a child process.</summary>
internal static class FixtureProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The output folder of a program: beside that of the tests, in the same configuration.</summary>
    /// <param name="name">The project's name.</param>
    public static string Folder(string name)
    {
        DirectoryInfo tests = new(AppContext.BaseDirectory); // <artifacts>/bin/Trainers.Tests/<configuration>/
        return Path.Combine(tests.Parent!.Parent!.FullName, name, tests.Name);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="name">The project's name.</param>
    /// <param name="environment">Environment variables that differ from those of the tests; null removes one.</param>
    /// <returns>What the program wrote, without the line end, and its exit code.</returns>
    public static Task<FixtureResult> RunAsync(string name, params (string Name, string? Value)[] environment) => RunAsync(name, [], environment);

    /// <inheritdoc cref="RunAsync(string, ValueTuple{string, string}[])"/>
    /// <param name="arguments">The command-line arguments.</param>
    public static async Task<FixtureResult> RunAsync(string name, string[] arguments, params (string Name, string? Value)[] environment)
    {
        string file = Path.Combine(Folder(name), OperatingSystem.IsWindows() ? $"{name}.exe" : name);
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string variable, string? value) in environment)
            start.Environment[variable] = value;

        using CancellationTokenSource limit = new(Patience);
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new FixtureResult(process.ExitCode, (await output).TrimEnd(), (await error).TrimEnd());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">The exit code; 0 is success.</param>
/// <param name="Output">The standard output.</param>
/// <param name="Error">The standard error.</param>
internal sealed record FixtureResult(int ExitCode, string Output, string Error);

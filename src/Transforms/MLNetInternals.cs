using System.Reflection;
using Microsoft.ML.Runtime;

namespace MLNetDeep;

/// <summary>Tells whether the Microsoft.ML of this process has the internals that this project is compiled against.</summary>
/// <remarks>
/// The runtime binds what a method uses before the method's first line runs. So call <see cref="Check()"/> from a method
/// that itself uses nothing internal, or let <see cref="Explain(Action, Action)"/> call what does.
/// </remarks>
internal static class MLNetInternals
{
    private const string SupportedVersions = "[5.0.1, 6.0)"; // as in Directory.Packages.props

    private static readonly Assembly[] s_assemblies = [typeof(IHostEnvironment).Assembly, typeof(MLContext).Assembly];
    private static bool s_passed;

    /// <summary>Runs a method that uses internals, and checks them only if it fails: to look for all of them takes longer than many a model takes to load.</summary>
    /// <param name="method">The method; it must be the first to use them.</param>
    /// <param name="check">Throws the error that names what is missing.</param>
    internal static T Explain<T>(Func<T> method, Action check)
    {
        try
        {
            return method();
        }
        catch (Exception exception) when (exception is MemberAccessException or TypeLoadException)
        {
            check();
            throw;
        }
    }

    /// <inheritdoc cref="Explain{T}(Func{T}, Action)"/>
    internal static void Explain(Action method, Action check) => Explain(
        () =>
        {
            method();
            return true;
        },
        check);

    /// <summary>Looks for every name in eng/MLNetInternals.txt, until it has found them all once.</summary>
    /// <exception cref="InvalidOperationException">This Microsoft.ML lacks one of them.</exception>
    internal static void Check()
    {
        if (s_passed)
            return;
        Check(ReadList(), s_assemblies);
        s_passed = true;
    }

    /// <summary>Looks for each name as a type, or as a member of a type, in any of the assemblies.</summary>
    /// <exception cref="InvalidOperationException">None of the assemblies has one of the names.</exception>
    internal static void Check(IEnumerable<string> names, IReadOnlyList<Assembly> assemblies)
    {
        string? missing = names.FirstOrDefault(name => !assemblies.Any(assembly => Has(assembly, name)));
        if (missing is null)
            return;
        string? version = assemblies[0].GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        throw new InvalidOperationException($"Microsoft.ML {version?.Split('+')[0]} has no '{missing}', which MLNetDeep needs. "
            + $"Supported versions: {SupportedVersions}. Reference one of them, or update MLNetDeep.");
    }

    /// <summary>The names in eng/MLNetInternals.txt, without its comments and blank lines.</summary>
    internal static IReadOnlyList<string> ReadList()
    {
        using Stream list = typeof(MLNetInternals).Assembly.GetManifestResourceStream("MLNetInternals.txt")!;
        using StreamReader reader = new(list);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Split('#')[0].Trim()).Where(name => name != "")];
    }

    private static bool Has(Assembly assembly, string name)
    {
#pragma warning disable RS0030 // The one place that looks for internals by name: it calls none, it only tells which is gone.
        const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.Public | BindingFlags.NonPublic;
#pragma warning restore RS0030
        if (assembly.GetType(name) is not null)
            return true;
        int dot = name.EndsWith("..ctor", StringComparison.Ordinal) ? name.Length - "..ctor".Length : name.LastIndexOf('.');
        return dot > 0 && assembly.GetType(name[..dot])?.GetMember(name[(dot + 1)..], Declared).Length > 0;
    }
}

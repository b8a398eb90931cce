using System.Reflection;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Tests;

/// <summary>Rules that hold for every type of the assembly; each is also shown what it must find.</summary>
[TestClass]
public sealed class ConventionTests
{
    private static readonly Assembly s_transforms = typeof(DeepTransformer).Assembly;

    [TestMethod]
    public void Scoring_NeedsNoTrainers()
    {
        IReadOnlySet<string> references = References(s_transforms);
        Assert.Contains("Microsoft.ML.OnnxRuntime", references); // direct
        Assert.Contains("Microsoft.ML.CpuMath", references); // by way of ML.NET only
        Assert.DoesNotContain("Microsoft.ML.CpuMath", s_transforms.GetReferencedAssemblies().Select(name => name.Name));

        Assert.IsEmpty(references.Where(name => name is "TorchSharp" or "MLNetDeep"));
        EnumerationOptions anywhere = new() { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive };
        Assert.IsNotEmpty(Directory.EnumerateFiles(AppContext.BaseDirectory, "*ONNXRUNTIME*", anywhere));
        Assert.IsEmpty(Directory.EnumerateFiles(AppContext.BaseDirectory, "*torch*", anywhere));
    }

    [TestMethod]
    public void Classes_AreSealedOrAbstract()
    {
        Assert.AreSequenceEqual([typeof(Open)], Unsealed([typeof(Open), typeof(OnlyStatic), typeof(ConventionTests)]));
        Assert.IsEmpty(Unsealed(s_transforms.GetTypes()));
    }

    [TestMethod]
    public void Fields_AreNotPublic()
    {
        Assert.AreSequenceEqual(["Open.Number", "Open.Text"], PublicFields([typeof(Open), typeof(TaskKind)]));
        Assert.IsEmpty(PublicFields(s_transforms.GetTypes()));
    }

    /// <summary>The names of all assemblies that one refers to, by way of those that lie beside it.</summary>
    private static HashSet<string> References(Assembly assembly)
    {
        HashSet<string> found = [];
        Queue<Assembly> open = new([assembly]);
        while (open.TryDequeue(out Assembly? next))
        {
            foreach (string name in next.GetReferencedAssemblies().Select(reference => reference.Name!).Where(found.Add))
            {
                string path = Path.Combine(AppContext.BaseDirectory, $"{name}.dll");
                if (File.Exists(path))
                {
                    open.Enqueue(Assembly.LoadFrom(path));
                }
            }
        }
        return found;
    }

    private static IEnumerable<Type> Unsealed(IEnumerable<Type> types) =>
        types.Where(type => type.IsClass && !type.IsAbstract && !type.IsSealed);

    /// <summary>Fields that code outside the type's assembly can name, were the type visible; enum values are not meant.</summary>
    private static IEnumerable<string> PublicFields(IEnumerable<Type> types) => types
        .Where(type => !type.IsEnum && !type.IsDefined(typeof(CompilerGeneratedAttribute)))
        .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
        .Select(field => $"{field.DeclaringType!.Name}.{field.Name}");

#pragma warning disable CA1852, CS0649 // the bad examples
    private class Open
    {
        public int Number;
        protected string? Text;
        internal int Hidden;
    }
#pragma warning restore CA1852, CS0649

    private static class OnlyStatic
    {
    }
}

using System.Reflection;

namespace MLNetDeep.Tests;

/// <summary>Rules that hold for the whole assembly.</summary>
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
    public void Classes_AreSealedOrAbstract() => Assert.AreSequenceEqual([], TypeRules.Unsealed(s_transforms.GetTypes()));

    [TestMethod]
    public void Fields_AreNotPublic() => Assert.AreSequenceEqual([], TypeRules.PublicFields(s_transforms.GetTypes()));

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
}

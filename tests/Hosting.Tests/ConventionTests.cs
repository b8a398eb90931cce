using System.CodeDom.Compiler;
using System.Reflection;

namespace MLNetDeep.Tests;

/// <summary>Rules that hold for the whole assembly.</summary>
[TestClass]
public sealed class ConventionTests
{
    private static readonly Assembly s_hosting = typeof(PredictorOptions).Assembly;

    [TestMethod]
    public void Classes_AreSealedOrAbstract() => Assert.AreSequenceEqual([], TypeRules.Unsealed(s_hosting.GetTypes()));

    [TestMethod]
    public void Fields_AreNotPublic() => Assert.AreSequenceEqual(
        [], TypeRules.PublicFields(s_hosting.GetTypes().Where(type => !type.IsDefined(typeof(GeneratedCodeAttribute), inherit: false))));

    [TestMethod]
    public void Serving_NeedsNoTrainers()
    {
        EnumerationOptions anywhere = new() { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive };
        Assert.IsNotEmpty(Directory.EnumerateFiles(AppContext.BaseDirectory, "*onnxruntime*", anywhere));
        Assert.IsEmpty(Directory.EnumerateFiles(AppContext.BaseDirectory, "*torch*", anywhere));
    }
}

using System.Reflection;

[assembly: DoNotParallelize] // LibTorch's threads belong to the process

namespace MLNetDeep.Tests;

/// <summary>Rules that hold for the whole assembly.</summary>
[TestClass]
public sealed class ConventionTests
{
    private static readonly Assembly s_sweeps = typeof(Sweep).Assembly;

    [TestMethod]
    public void Classes_AreSealedOrAbstract() => Assert.AreSequenceEqual([], TypeRules.Unsealed(s_sweeps.GetTypes()));

    [TestMethod]
    public void Fields_AreNotPublic() => Assert.AreSequenceEqual([], TypeRules.PublicFields(s_sweeps.GetTypes()));

    [TestMethod]
    public void Sweeps_NeedNoTrainers() =>
        Assert.IsEmpty(s_sweeps.GetReferencedAssemblies().Where(assembly => assembly.Name is "MLNetDeep" or "TorchSharp"));
}

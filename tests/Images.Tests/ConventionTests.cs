using System.Reflection;

namespace MLNetDeep.Tests;

/// <summary>Rules that hold for the whole assembly.</summary>
[TestClass]
public sealed class ConventionTests
{
    private static readonly Assembly s_images = typeof(ImageCatalog).Assembly;

    [TestMethod]
    public void Classes_AreSealedOrAbstract() => Assert.AreSequenceEqual([], TypeRules.Unsealed(s_images.GetTypes()));

    [TestMethod]
    public void Fields_AreNotPublic() => Assert.AreSequenceEqual([], TypeRules.PublicFields(s_images.GetTypes()));

    [TestMethod]
    public void Decoding_NeedsNoTrainers()
    {
        EnumerationOptions anywhere = new() { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive };
        Assert.IsNotEmpty(Directory.EnumerateFiles(AppContext.BaseDirectory, "*SKIASHARP*", anywhere));
        Assert.IsEmpty(Directory.EnumerateFiles(AppContext.BaseDirectory, "*torch*", anywhere));
    }
}

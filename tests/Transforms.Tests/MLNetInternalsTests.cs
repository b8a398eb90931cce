using System.Diagnostics;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class MLNetInternalsTests
{
    private static readonly Assembly s_core = typeof(IHostEnvironment).Assembly;
    private static readonly Assembly s_data = typeof(MLContext).Assembly;

    public static IEnumerable<object[]> Lines => MLNetInternals.ReadList().Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Lines))]
    public void List_Line_NamesAMemberOfTheUntouchedAssemblies(string name) => MLNetInternals.Check([name], [s_core, s_data]);

    [TestMethod]
    public void List_NamesEachMemberOnce() => CollectionAssert.AllItemsAreUnique(MLNetInternals.ReadList().ToArray());

    // Were the opened copies to reach the output folder, the tests above would say nothing about users' programs.
    [TestMethod]
    public void Assemblies_AtRunTime_KeepTheirInternals()
    {
        Assert.IsTrue(s_core.GetType("Microsoft.ML.LoadableClassAttribute", throwOnError: true)!.IsNotPublic);
        Assert.IsTrue(s_data.GetType("Microsoft.ML.Data.CatalogUtils", throwOnError: true)!.IsNotPublic);
    }

    [TestMethod]
    public void Check_WithTheReferencedMicrosoftML_Passes()
    {
        MLNetInternals.Check();
        MLNetInternals.Check();
    }

    [TestMethod]
    [DataRow("Microsoft.ML.Nothing")]
    [DataRow("Microsoft.ML.VersionInfo.Nothing")]
    [DataRow("Microsoft.ML.VersionInfo+Nothing")]
    [DataRow("Microsoft.ML.Data.CatalogUtils..ctor")]
    [DataRow("Microsoft.ML.Runtime.ICancelable.Dispose")]
    [DataRow("Nothing")]
    public void Check_ForAMissingMember_NamesItWithTheVersionFoundAndTheRange(string name)
    {
        string version = FileVersionInfo.GetVersionInfo(s_core.Location).ProductVersion!.Split('+')[0];
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => MLNetInternals.Check(["Microsoft.ML.VersionInfo", name], [s_core, s_data]));
        Assert.AreEqual(
            $"Microsoft.ML {version} has no '{name}', which MLNetDeep needs. "
            + "Supported versions: [5.0.1, 6.0). Reference one of them, or update MLNetDeep.",
            error.Message);
    }

    [TestMethod]
    public void Explain_ChecksIfTheMethodMissesSomething_AndOnlyThen()
    {
        InvalidOperationException explanation = new();
        void Missing() => throw explanation;
        Assert.AreEqual(7, MLNetInternals.Explain(() => 7, Missing));
        Assert.ThrowsExactly<FormatException>(() => MLNetInternals.Explain<int>(() => throw new FormatException(), Missing));
        Assert.AreSame(explanation, Assert.ThrowsExactly<InvalidOperationException>(() => MLNetInternals.Explain<int>(() => throw new MissingMethodException(), Missing)));
        Assert.AreSame(explanation, Assert.ThrowsExactly<InvalidOperationException>(() => MLNetInternals.Explain<int>(() => throw new TypeLoadException(), Missing)));
        Assert.ThrowsExactly<MissingFieldException>(() => MLNetInternals.Explain<int>(() => throw new MissingFieldException(), MLNetInternals.Check));
    }

    [TestMethod]
    public void Transforms_AsksTheRuntimeForBothAssemblies()
    {
        IEnumerable<string> asked = typeof(MLNetInternals).Assembly.GetCustomAttributesData()
            .Where(data => data.AttributeType.Name == "IgnoresAccessChecksToAttribute")
            .Select(data => (string)data.ConstructorArguments[0].Value!)
            .Order();
        Assert.AreEqual("Microsoft.ML.Core, Microsoft.ML.Data", string.Join(", ", asked));
    }
}

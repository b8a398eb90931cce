namespace MLNetDeep.Tests;

/// <summary>Each rule is shown what it must find. This file is part of every test project that has the rules.</summary>
[TestClass]
public sealed class TypeRulesTests
{
    private static readonly Type[] s_examples = [.. typeof(TypeRulesTests).Assembly.GetTypes().Where(type => type.DeclaringType == typeof(TypeRulesTests))];

    [TestMethod]
    public void Unsealed_FindsTheClassThatIsNeitherSealedNorAbstract() => Assert.AreSequenceEqual([typeof(Open)], TypeRules.Unsealed(s_examples));

    [TestMethod]
    public void PublicFields_FindsFieldsThatOthersCanName() => Assert.AreSequenceEqual(
        ["Closed.Shared", "Open.Number", "Open.Text"], TypeRules.PublicFields(s_examples).Order(StringComparer.Ordinal));

#pragma warning disable CA1852, CA2211, CS0649 // the bad examples
    private class Open
    {
        public int Number;
        protected string? Text;
        internal int Hidden;
    }

    private sealed class Closed
    {
        public static int Shared;
    }
#pragma warning restore CA1852, CA2211, CS0649

    private enum Values
    {
        First,
    }

    private static class OnlyStatic
    {
    }
}

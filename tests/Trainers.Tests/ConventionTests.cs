using System.Reflection;

namespace MLNetDeep.Tests;

/// <summary>Rules that hold for the whole assembly, and for the table of trainers that its tests run over.</summary>
[TestClass]
public sealed class ConventionTests
{
    private static readonly Assembly s_trainers = typeof(DeepTrainer).Assembly;

    [TestMethod]
    public void Classes_AreSealedOrAbstract() => Assert.AreSequenceEqual([], TypeRules.Unsealed(s_trainers.GetTypes()));

    [TestMethod]
    public void Fields_AreNotPublic() => Assert.AreSequenceEqual([], TypeRules.PublicFields(s_trainers.GetTypes()));

    [TestMethod]
    public void Options_OfEveryArchitecture_AreInTheContractForEveryTask()
    {
        IEnumerable<Type> architectures = typeof(DeepTrainerOptions).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DeepTrainerOptions)) && !type.IsAbstract);
        Assert.Contains(typeof(MlpOptions), architectures);
        Assert.IsEmpty(Missing(architectures, TrainerCase.All));
    }

    // A record without rows, and one that has two of three.
    [TestMethod]
    public void Missing_FindsArchitecturesAndTasksWithoutARow()
    {
        Assert.AreSequenceEqual(
            ["NewOptions for BinaryClassification", "NewOptions for MulticlassClassification", "NewOptions for Regression"],
            Missing([typeof(MlpOptions), typeof(NewOptions)], TrainerCase.All));
        Assert.AreSequenceEqual(["MlpOptions for Regression"], Missing([typeof(MlpOptions)], TrainerCase.Classifiers));
    }

    private static IEnumerable<string> Missing(IEnumerable<Type> architectures, IEnumerable<TrainerCase> cases) =>
        from architecture in architectures
        from task in Enum.GetValues<TaskKind>()
        where !cases.Any(row => row.Task == task && row.Small.GetType() == architecture)
        select $"{architecture.Name} for {task}";

    /// <summary>The bad example.</summary>
    private sealed record NewOptions : DeepTrainerOptions;
}

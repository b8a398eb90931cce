namespace MLNetDeep;

/// <summary>Refuses descriptions that no trainer wrote: <c>model.json</c> may come from anywhere, whatever its checksum says.</summary>
/// <remarks>Widths are compared with the graph's when that is checked (<see cref="GraphOutputs"/>); of the history only the form matters.</remarks>
internal static class DescriptionCheck
{
    /// <exception cref="FormatException">A value is outside its range; the message names it.</exception>
    internal static void Check(ModelDescription model)
    {
        if (!Enum.IsDefined(model.Task))
        {
            throw new FormatException($"The model file has the unknown task {model.Task}. Update the MLNetDeep.Transforms package.");
        }
        Expect(model.FeatureCount > 0, $"FeatureCount is {model.FeatureCount}");
        Expect(model.OutputCount > 0, $"OutputCount is {model.OutputCount}");
        Expect(model.OutputCount == 1 || model.Task == TaskKind.MulticlassClassification, $"OutputCount is {model.OutputCount} for {model.Task}");
        Expect(model.Threshold is >= 0 and <= 1, FormattableString.Invariant($"Threshold is {model.Threshold}"));
        Expect(model.Sequence is null || (Enum.IsDefined(model.Sequence.Value) && model.Options is RnnOptions), $"Sequence is {model.Sequence} for {model.Options.GetType().Name}");
        Expect(!model.HasStepOutputs || HasSteps(model), $"HasStepOutputs is {model.HasStepOutputs} for {model.Options.GetType().Name}");
        CheckClasses(model);
        CheckOptions(model.Options);
        Expect(Enum.IsDefined(model.History.StopReason), $"StopReason is {model.History.StopReason}");
        Expect(!model.History.Epochs.Contains(null!), "an epoch is null");
        Expect(model.History.Epochs.All(epoch => !epoch.Metrics.Contains(null!)), "a metric is null");
    }

    /// <summary>Whether rows are sequences, of whole steps where they are plain vectors.</summary>
    private static bool HasSteps(ModelDescription model) => model.Options is RnnOptions { FeaturesPerStep: var numbers }
        && (model.Sequence == SequenceKind.Tokens || (numbers > 0 && model.FeatureCount % numbers == 0));

    private static void CheckClasses(ModelDescription model)
    {
        if (model.Classes is not { } classes)
        {
            return;
        }
        Expect(model.Task == TaskKind.MulticlassClassification, $"there are classes for {model.Task}");
        Expect(classes.Values.Count == model.OutputCount, $"there are {classes.Values.Count} classes for {model.OutputCount} outputs");
        foreach (string value in classes.Values)
        {
            Expect(value is not null && ClassValueType.Named(classes.ItemType).CanRead(value), $"the class '{value}' is no {classes.ItemType}");
        }
    }

    private static void CheckOptions(DeepTrainerOptions options)
    {
        try
        {
            options.Check();
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw Damaged(exception.Message.ReplaceLineEndings(" ").TrimEnd('.'));
        }
    }

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Damaged(otherwise);
        }
    }

    private static FormatException Damaged(string problem) =>
        new($"The model file is damaged: '{ModelFile.DescriptionEntry}' makes no sense: {problem}. Save the model again.");
}

namespace MLNetDeep;

/// <summary>The check that labels of validation data mean what those of training data do.</summary>
internal static class ValidationLabels
{
    /// <exception cref="ArgumentOutOfRangeException">They are of another type, or of other classes.</exception>
    internal static void Check(TrainingColumns training, TrainingColumns validation)
    {
        if (validation.HasStepLabels != training.HasStepLabels || !validation.LabelType.Equals(training.LabelType))
        {
            throw Mismatch(validation, $"{training.Label.Type}", $"{validation.Label.Type}");
        }
        CheckClasses(validation, ClassLabels.Of(training.Label)?.Values ?? [], ClassLabels.Of(validation.Label)?.Values ?? []);
    }

    /// <summary>Equal keys must mean equal classes; where only one of the columns names its classes, nobody knows.</summary>
    private static void CheckClasses(TrainingColumns validation, IReadOnlyList<string> expected, IReadOnlyList<string> got)
    {
        for (int index = 0; index < expected.Count && index < got.Count; index++)
        {
            if (expected[index] != got[index])
            {
                throw Mismatch(validation, $"key {index + 1} to stand for '{expected[index]}'", $"'{got[index]}'");
            }
        }
    }

    private static ArgumentOutOfRangeException Mismatch(TrainingColumns validation, string expected, string got) => SchemaMismatch.Of(
        "label", validation.Label.Name, $"{expected} in the validation data, as in training", got, "Featurize both with the same fitted transformer.");
}

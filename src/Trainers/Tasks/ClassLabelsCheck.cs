namespace MLNetDeep.Tasks;

/// <summary>The check that classification has something to tell apart.</summary>
internal static class ClassLabelsCheck
{
    /// <exception cref="InvalidOperationException">All labels are of one class.</exception>
    internal static void HasSeveral(LabelSummary labels, string labelColumnName)
    {
        if (labels.AreEqual)
        {
            throw new InvalidOperationException(
                $"All {labels.Count} {labels.Noun} have the same value in label column '{labelColumnName}': classification needs at least two classes. Check the split or the filter before the trainer.");
        }
    }
}

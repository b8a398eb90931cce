namespace MLNetDeep.Tasks;

/// <summary>The check that classification has something to tell apart.</summary>
internal static class ClassLabelsCheck
{
    /// <exception cref="InvalidOperationException">All rows are of one class.</exception>
    internal static void HasSeveral(ReadOnlySpan<float> labels, string labelColumnName)
    {
        if (labels.IndexOfAnyExcept(labels[0]) < 0)
        {
            throw new InvalidOperationException(
                $"All {labels.Length} training rows have the same value in label column '{labelColumnName}': classification needs at least two classes. Check the split or the filter before the trainer.");
        }
    }
}

namespace MLNetDeep;

/// <summary>Reads the label of a row, or those of its steps, as numbers: NaN for a missing one.</summary>
/// <returns>One number, or one for each step; valid until the next call.</returns>
internal delegate ReadOnlySpan<float> LabelReader();

/// <summary>Makes readers of columns.</summary>
internal static class LabelReaders
{
    /// <param name="row">The row that moves.</param>
    /// <param name="label">A column of values of the type, or of vectors of them.</param>
    /// <param name="number">What a value is as a number.</param>
    internal static LabelReader Of<T>(DataViewRow row, DataViewSchema.Column label, Func<T, float> number) =>
        label.Type is VectorDataViewType ? OfSteps(row.GetGetter<VBuffer<T>>(label), number) : OfRow(row.GetGetter<T>(label), number);

    private static LabelReader OfRow<T>(ValueGetter<T> getter, Func<T, float> number)
    {
        T value = default!;
        float[] one = [0];
        return () =>
        {
            getter(ref value);
            one[0] = number(value);
            return one;
        };
    }

    private static LabelReader OfSteps<T>(ValueGetter<VBuffer<T>> getter, Func<T, float> number)
    {
        VBuffer<T> values = default;
        float[] numbers = [];
        return () =>
        {
            getter(ref values);
            if (numbers.Length < values.Length)
            {
                numbers = new float[Math.Max(values.Length, 2 * numbers.Length)];
            }
            numbers.AsSpan(0, values.Length).Fill(number(default!)); // what a sparse vector leaves out
            foreach ((int step, T value) in values.Items())
            {
                numbers[step] = number(value);
            }
            return numbers.AsSpan(0, values.Length);
        };
    }
}

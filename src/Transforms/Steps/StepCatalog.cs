namespace MLNetDeep;

/// <summary>What makes steps of sequences to rows of data.</summary>
public static class StepCatalog
{
    /// <summary>Each labelled step of each row as a row of its own, so that ML.NET's evaluators judge the predictions for steps.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">Rows with a label for each step and, as a rule, the scores of a model.</param>
    /// <param name="labelColumnName">The labels: a vector of keys, of <see cref="float"/> or of <see cref="bool"/>.</param>
    /// <param name="columnNames">Other vectors with an element for each step, such as tokens.</param>
    /// <returns>
    /// A view that is computed when it is read. The label, <c>Score</c>, <c>Probability</c> and <c>PredictedLabel</c>, as far as there are
    /// such vectors, and the columns named have the value of the step; for keys, <c>Score</c> has a number for each class. Other columns repeat that of the row.
    /// </returns>
    /// <remarks>A step whose label is missing, or infinite, is left out. Steps that the model did not look at have a score of NaN, which evaluators do not count.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public static IDataView StepsAsRows(
        this DataOperationsCatalog catalog, IDataView data, string labelColumnName = "Label", params string[] columnNames)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(columnNames);
        return new StepView(data, StepSchema.Of(data.Schema, labelColumnName, columnNames));
    }
}

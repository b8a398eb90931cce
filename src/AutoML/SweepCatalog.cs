#pragma warning disable RS0026, RS0027 // the overloads extend three different catalogs
namespace MLNetDeep;

/// <summary>Sweeps in ML.NET's catalogs.</summary>
public static class SweepCatalog
{
    /// <summary>A search among binary classifiers.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="rows">The rows to learn from and to be judged on.</param>
    /// <param name="options">How the sweep is run; by default 60 trials on the area under the ROC curve.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Sweep Sweep(this BinaryClassificationCatalog catalog, IDataView rows, SweepOptions? options = null) => Of(
        catalog, rows, null, options, SweepMetric.Binary);

    /// <param name="catalog">The catalog.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that all trials are judged on.</param>
    /// <param name="options">How the sweep is run.</param>
    /// <inheritdoc cref="Sweep(BinaryClassificationCatalog, IDataView, SweepOptions?)"/>
    public static Sweep Sweep(this BinaryClassificationCatalog catalog, IDataView train, IDataView validation, SweepOptions options) => Of(
        catalog, train, Given(validation), Given(options), SweepMetric.Binary);

    /// <summary>A search among classifiers of several classes.</summary>
    /// <inheritdoc cref="Sweep(BinaryClassificationCatalog, IDataView, SweepOptions?)"/>
    public static Sweep Sweep(this MulticlassClassificationCatalog catalog, IDataView rows, SweepOptions? options = null) => Of(
        catalog, rows, null, options, SweepMetric.Multiclass);

    /// <summary>A search among classifiers of several classes.</summary>
    /// <inheritdoc cref="Sweep(BinaryClassificationCatalog, IDataView, IDataView, SweepOptions)"/>
    public static Sweep Sweep(this MulticlassClassificationCatalog catalog, IDataView train, IDataView validation, SweepOptions options) => Of(
        catalog, train, Given(validation), Given(options), SweepMetric.Multiclass);

    /// <summary>A search among regressors.</summary>
    /// <inheritdoc cref="Sweep(BinaryClassificationCatalog, IDataView, SweepOptions?)"/>
    public static Sweep Sweep(this RegressionCatalog catalog, IDataView rows, SweepOptions? options = null) => Of(
        catalog, rows, null, options, SweepMetric.Regression);

    /// <summary>A search among regressors.</summary>
    /// <inheritdoc cref="Sweep(BinaryClassificationCatalog, IDataView, IDataView, SweepOptions)"/>
    public static Sweep Sweep(this RegressionCatalog catalog, IDataView train, IDataView validation, SweepOptions options) => Of(
        catalog, train, Given(validation), Given(options), SweepMetric.Regression);

    private static Sweep Of<TCatalog>(TCatalog catalog, IDataView rows, IDataView? validation, SweepOptions? options, Func<TCatalog, SweepOptions, SweepMetric> metric)
        where TCatalog : TrainCatalogBase
    {
        ArgumentNullException.ThrowIfNull(rows);
        SweepOptions checkedOptions = options ?? new SweepOptions();
        checkedOptions.Check();
        return new Sweep(
            MLNetInternals.Explain(() => CatalogUtils.GetEnvironment(catalog), MLNetInternals.Check), metric(catalog, checkedOptions), rows, validation, checkedOptions);
    }

    private static T Given<T>(T argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument;
    }
}

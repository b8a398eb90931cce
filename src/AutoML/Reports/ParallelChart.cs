using System.Globalization;

namespace MLNetDeep;

/// <summary>The options of a candidate side by side, as SVG (parallel coordinates): a line for each trial, the better the darker; the last axis is its rank.</summary>
internal static class ParallelChart
{
    private const int Height = 300;
    private const int Side = 70, Top = 45, Bottom = 30;

    /// <param name="space">The options.</param>
    /// <param name="trials">Of the candidate, from the best to the worst.</param>
    internal static Markup Of(SearchSpace space, IReadOnlyList<SweepTrial> trials)
    {
        int axes = space.Dimensions.Count;
        double X(int axis) => Side + ((ProgressChart.Width - (2.0 * Side)) * axis / Math.Max(1, axes));
        Markup Line(SweepTrial trial, int rank)
        {
            double place = trials.Count == 1 ? 0 : (double)rank / (trials.Count - 1);
            IEnumerable<double> places = space.Dimensions.Select((dimension, axis) => PlaceOf(dimension, trial.Point.Coordinates[axis])).Append(1 - place);
            return $"""<path class="trial" stroke="{Color(place)}" d="{Path(places, X)}"><title>{trial.Number}: {Outcome(trial)}</title></path>""";
        }
        return $"""
            <svg viewBox="0 0 {ProgressChart.Width} {Height}" role="img" aria-label="Parallel coordinates">
            {Markup.Lines(trials.Select(Line).Reverse())}
            {Markup.Lines(space.Dimensions.Select((dimension, axis) => Axis(X(axis), axis, dimension.Path.Name, Labels(dimension))))}
            {Axis(X(axes), axes, "rank", [(1, "best"), (0, "worst")])}
            </svg>
            """;
    }

    /// <summary>From 0, below, to 1; the middle for a choice of one.</summary>
    private static double PlaceOf(SearchDimension dimension, double coordinate) =>
        dimension.ChoiceCount == 0 ? coordinate : dimension.ChoiceCount == 1 ? 0.5 : coordinate / (dimension.ChoiceCount - 1);

    private static IReadOnlyList<(double Place, string Text)> Labels(SearchDimension dimension) => dimension.ChoiceCount == 0
        ? [(0, OptionText.Of(dimension.ValueAt(0))), (1, OptionText.Of(dimension.ValueAt(1)))]
        : [.. Enumerable.Range(0, dimension.ChoiceCount).Select(choice => (PlaceOf(dimension, choice), OptionText.Of(dimension.ValueAt(choice))))];

    /// <summary>Neighbours have their names at different heights.</summary>
    private static Markup Axis(double x, int number, string name, IReadOnlyList<(double Place, string Text)> labels)
    {
        Markup Label((double Place, string Text) label) => $"""<text x="{x + 4:F1}" y="{Y(label.Place) + 4:F1}">{label.Text}</text>""";
        return $"""
            <line class="axis" x1="{x:F1}" x2="{x:F1}" y1="{Y(0):F1}" y2="{Y(1):F1}"/>
            <text class="name" x="{x:F1}" y="{15 + (16 * (number % 2))}" text-anchor="middle">{name}</text>
            {Markup.Lines(labels.Select(Label))}
            """;
    }

    /// <summary>A line with a gap where an option plays no part.</summary>
    private static string Path(IEnumerable<double> places, Func<int, double> x)
    {
        bool isGap = true;
        return string.Concat(places.Select((place, axis) =>
        {
            string step = double.IsNaN(place) ? "" : FormattableString.Invariant($"{(isGap ? 'M' : 'L')}{x(axis):F1} {Y(place):F1}");
            isGap = double.IsNaN(place);
            return step;
        }));
    }

    private static double Y(double place) => Height - Bottom - ((Height - Top - Bottom) * place);

    private static string Color(double place) => FormattableString.Invariant($"hsl({210 - (180 * (1 - place)):F0} {85 - (65 * place):F0}% {40 + (45 * place):F0}%)");

    private static string Outcome(SweepTrial trial) => trial.Metric is double metric ? string.Create(CultureInfo.InvariantCulture, $"{metric:G6}") : $"{trial.State}";
}

namespace MLNetDeep;

/// <summary>How much of the differences between trials goes with an option: ω² of their ranks among groups of its values (Hays 1963), from 0 to 1.</summary>
/// <remarks>Ranks, so that trials that were ended early count, and single disasters do not decide. ω² expects 0 of an option that does nothing, however few the trials. It says nothing of options that matter only together.</remarks>
internal static class OptionImportance
{
    internal const int FewestTrials = 8;

    private const int Bins = 4; // of a range of numbers, with equally many trials

    /// <param name="space">The options.</param>
    /// <param name="trials">From the best to the worst.</param>
    /// <returns>Of each option of a candidate; <see langword="null"/> for fewer than <see cref="FewestTrials"/> of it.</returns>
    internal static IReadOnlyList<(string Option, double Share)>? Of(SearchSpace space, IReadOnlyList<SearchPoint> trials) => trials.Count < FewestTrials ? null :
    [
        .. space.Dimensions.Select((dimension, index) => (dimension.Path.Name, Share(Groups(dimension, [.. trials.Select(trial => trial.Coordinates[index])]))))
            .OrderByDescending(option => option.Item2),
    ];

    /// <summary>Of values in the order of the ranks of their trials.</summary>
    internal static double Share(IReadOnlyList<int> groups)
    {
        int count = groups.Count;
        double mean = (count - 1) / 2.0, total = groups.Index().Sum(trial => Math.Pow(trial.Index - mean, 2));
        ILookup<int, double> ranks = groups.Index().ToLookup(trial => trial.Item, trial => (double)trial.Index);
        if (ranks.Count < 2 || count <= ranks.Count)
        {
            return 0;
        }
        double between = ranks.Sum(group => group.Count() * Math.Pow(group.Average() - mean, 2));
        double within = (total - between) / (count - ranks.Count);
        return Math.Max(0, (between - ((ranks.Count - 1) * within)) / (total + within));
    }

    /// <summary>An option that plays no part in a trial is in a group of its own.</summary>
    private static int[] Groups(SearchDimension dimension, double[] coordinates)
    {
        if (dimension.ChoiceCount > 0)
        {
            return [.. coordinates.Select(choice => double.IsNaN(choice) ? -1 : (int)choice)];
        }
        double[] sorted = [.. coordinates.Where(place => !double.IsNaN(place)).Order()];
        return [.. coordinates.Select(place => double.IsNaN(place) ? -1 : sorted.Count(other => other < place) * Bins / sorted.Length)];
    }
}

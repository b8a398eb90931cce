namespace MLNetDeep;

/// <summary>One column of scores.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Annotations">What ML.NET's evaluators want to know of it.</param>
/// <param name="CreateGetter">Makes the <c>ValueGetter</c> of the type that reads it from a scored row.</param>
internal sealed record ScoreColumn(
    string Name, DataViewType Type, DataViewSchema.Annotations Annotations, Func<IScoredRow, Delegate> CreateGetter);

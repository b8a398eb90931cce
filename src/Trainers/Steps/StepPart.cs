namespace MLNetDeep;

/// <summary>A part of a training step: several batches may make one step together.</summary>
/// <param name="Share">Of the rows of the step, in (0, 1].</param>
/// <param name="Begins">Whether it is the first part.</param>
/// <param name="Ends">Whether it is the last part, after which weights move.</param>
internal readonly record struct StepPart(double Share, bool Begins, bool Ends)
{
    /// <summary>A step of one batch.</summary>
    internal static StepPart Whole { get; } = new(1, Begins: true, Ends: true);

    internal bool IsWhole => Begins && Ends;
}

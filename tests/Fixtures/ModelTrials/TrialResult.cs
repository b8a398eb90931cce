namespace MLNetDeep.Tests;

/// <summary>How it ended to load a model and to score rows with it.</summary>
/// <param name="Ended">"scored"; "load: " or "score: " and the type of the innermost exception; "crash" or "hang" of the process.</param>
/// <param name="Text">The bits of the scores in Base64, or the message.</param>
/// <param name="PeakMegabytes">The most memory that the process has had so far, native memory included.</param>
internal sealed record TrialResult(string Ended, string Text, long PeakMegabytes)
{
    public const string Scored = "scored";
    public const string Refused = "load: FormatException";
    public const string Crash = "crash";
    public const string Hang = "hang";
}

namespace Samples;

/// <summary>Draws numbers as a row of bars, in characters.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const int Width = 64; // characters

    /// <summary>A bar for each character's share of the steps, as high as the largest of them; blank where all are missing.</summary>
    public static string Of(float[] steps)
    {
        int width = Math.Min(Width, steps.Length);
        float[] tops = [.. Enumerable.Range(0, width).Select(column => steps[(column * steps.Length / width)..((column + 1) * steps.Length / width)].Max())];
        float[] known = [.. tops.Where(float.IsFinite)];
        float low = known.DefaultIfEmpty().Min(), range = known.DefaultIfEmpty().Max() - low;
        return string.Concat(tops.Select(top => !float.IsFinite(top) ? ' ' : range > 0 ? Bars[(int)MathF.Round((top - low) / range * (Bars.Length - 1))] : Bars[0]));
    }
}

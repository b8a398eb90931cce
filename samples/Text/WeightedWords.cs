using System.Text;

namespace Text;

/// <summary>Words with their weights, for a terminal.</summary>
internal static class WeightedWords
{
    private const int Width = 100; // characters
    private const string Unknown = "[rare]"; // a word that the vocabulary has not
    private static readonly int[] s_shades = [230, 229, 228, 221, 214]; // of 256 colors: from pale yellow to orange

    /// <summary>The words on backgrounds that are the darker, the larger their weights are beside the largest.</summary>
    public static string Shaded(string[] words, float[] weights)
    {
        float largest = weights.DefaultIfEmpty().Max();
        return string.Join(' ', words.Zip(weights, (word, weight) =>
            (int)(weight / largest * s_shades.Length) is > 0 and var level
                ? $"\e[38;5;16;48;5;{s_shades[level - 1]}m{Shown(word)}\e[0m" // in black
                : Shown(word)));
    }

    /// <summary>The words in lines, with their weights in percent beneath, where these are at least 1.</summary>
    public static string Numbered(string[] words, float[] weights)
    {
        StringBuilder lines = new(), top = new(), bottom = new();
        foreach ((string word, float weight) in words.Zip(weights))
        {
            string shown = Shown(word), percent = weight >= 0.005 ? $"{100 * weight:F0}" : "";
            int width = Math.Max(shown.Length, percent.Length) + 1;
            if (top.Length + width > Width)
            {
                EndLine();
            }
            top.Append(shown.PadRight(width));
            bottom.Append(percent.PadRight(width));
        }
        EndLine();
        return lines.ToString();

        void EndLine()
        {
            lines.Append("  ").AppendLine(top.ToString().TrimEnd()).Append("  ").AppendLine(bottom.ToString().TrimEnd());
            top.Clear();
            bottom.Clear();
        }
    }

    private static string Shown(string word) => word == "" ? Unknown : word;
}

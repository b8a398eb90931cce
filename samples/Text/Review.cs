namespace Text;

/// <summary>A text, and whether it praises.</summary>
internal sealed record Review(string Text, bool Label);

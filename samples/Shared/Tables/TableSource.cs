namespace Samples;

/// <summary>Which table to learn from: a file of the user, or generated clicks.</summary>
internal sealed record TableSource
{
    /// <summary>The file; <see langword="null"/> to generate clicks.</summary>
    public string? Data { get; init; }

    /// <summary>The column to predict, by its name or its index, counted from 0.</summary>
    public string? Label { get; init; }

    /// <summary>A file of test rows; <see langword="null"/> for a fifth of the rows.</summary>
    public string? Test { get; init; }

    /// <summary>Whether the first row names the columns; <see langword="null"/> to find out.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>How many clicks to generate.</summary>
    public int Rows { get; init; } = 40_000;

    public int Seed { get; init; } = 1;
}

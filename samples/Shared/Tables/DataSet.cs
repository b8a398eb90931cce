using Microsoft.ML;
using MLNetDeep;

namespace Samples;

/// <summary>Rows to learn from and rows to judge by, and what their columns are.</summary>
internal sealed record DataSet
{
    /// <summary>The column to predict: Boolean, key or Single, by the task.</summary>
    public const string Label = "Label";

    public required string Description { get; init; }

    public required TaskKind Task { get; init; }

    /// <summary>The names of the classes, in the order of the label's keys, or false and true; empty in regression.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    public required IDataView Train { get; init; }

    public required IDataView Test { get; init; }

    /// <summary>Columns of Single; NaN is missing.</summary>
    public required IReadOnlyList<string> Numbers { get; init; }

    /// <summary>Columns of text.</summary>
    public required IReadOnlyList<string> Categories { get; init; }
}

namespace MLNetDeep.Onnx;

/// <summary>The memory that the edges of a graph take for each row that is scored at the same time, in floats.</summary>
/// <param name="ValuesPerRow">All edges together. ONNX Runtime uses the memory of an edge again when no node needs it any more.</param>
/// <param name="WidestMap">The widest edge of images; 0 where there is none.</param>
/// <remarks>
/// Those of images in whole blocks of channels, as <see cref="OnnxShape.Floats"/> has it. Edges that have values for each step of a
/// sequence, or for each pair of steps, count apart.
/// </remarks>
internal sealed record GraphSize(long ValuesPerRow, long WidestMap)
{
    /// <summary>The edges that have values for each step, together.</summary>
    internal long ValuesPerStep { get; init; }

    /// <summary>The edges that have values for each pair of steps, together.</summary>
    internal long ValuesPerPair { get; init; }

    /// <summary>For how many steps of a row there are positions.</summary>
    internal long MostSteps { get; init; } = long.MaxValue;

    /// <summary>All edges together for a sequence of so many steps.</summary>
    internal double Values(double steps) => ValuesPerRow + (steps * (ValuesPerStep + (steps * ValuesPerPair)));
}

using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>How many rows a cursor reads ahead: those of some calls, which may be made at the same time.</summary>
/// <param name="RowsPerCall">The same for any number of threads, and so are the scores.</param>
/// <param name="Calls">At least 1.</param>
internal readonly record struct BlockSize(int RowsPerCall, int Calls)
{
    private const int MaximumRows = 256; // in one call; where more stop being faster
    private const int MaximumMap = 1 << 16; // values of images on the widest edge of a call: 256 KB, beyond which a row took up to 2.6 times as long
    private const int MaximumFeatures = 1 << 22; // in a block, and as many values of other columns: 16 MB of numbers
    private const int MaximumValues = 1 << 26; // in a block, on all edges of the graph: 256 MB, of which ONNX Runtime keeps a few at a time

    /// <param name="graph">What a row takes on the edges.</param>
    /// <param name="inputWidth">The values of a row that the graph takes.</param>
    /// <param name="copied">The values of a row in other columns that are read ahead.</param>
    /// <param name="threads">How many calls may be made at the same time.</param>
    internal static BlockSize Of(GraphSize graph, long inputWidth, long copied, int threads)
    {
        long rowsThatFit = Math.Min(MaximumFeatures / inputWidth, MaximumValues / Math.Max(graph.ValuesPerRow, 1)); // all that a network has may be of steps
        long rowsPerCall = Math.Clamp(Math.Min(rowsThatFit, MaximumMap / Math.Max(graph.WidestMap, 1)), 1, MaximumRows);
        long calls = Math.Min(rowsThatFit, MaximumFeatures / Math.Max(copied, 1)) / rowsPerCall;
        return new BlockSize((int)rowsPerCall, (int)Math.Clamp(calls, 1, threads));
    }
}

namespace MLNetDeep;

/// <summary>The memory that the rows of a fit may take, and the folder for what is beyond.</summary>
internal sealed class RowBudget
{
    /// <param name="bytes">The memory.</param>
    /// <param name="folder">The folder.</param>
    internal RowBudget(long bytes, SpillFolder folder)
    {
        Bytes = bytes;
        Left = bytes;
        Folder = folder;
    }

    /// <summary>The budget of a fit whose options have none.</summary>
    internal static Func<long> Default { get; set; } = FreeMemory.Half;

    internal long Bytes { get; }

    /// <summary>The bytes that are not taken.</summary>
    internal long Left { get; private set; }

    internal SpillFolder Folder { get; }

    /// <summary>Takes memory for rows, or says that there is not so much left.</summary>
    internal bool TryTake(long bytes)
    {
        bool isEnough = bytes <= Left;
        Left -= isEnough ? bytes : 0;
        return isEnough;
    }

    /// <summary>Gives back what was taken.</summary>
    internal void Return(long bytes) => Left += bytes;
}

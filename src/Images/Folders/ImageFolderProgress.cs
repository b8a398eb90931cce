namespace MLNetDeep;

/// <summary>How far the loading of a folder is.</summary>
public sealed record ImageFolderProgress
{
    /// <summary>The images that have been decoded or skipped.</summary>
    public int Done { get; init; }

    /// <summary>All images of the folder.</summary>
    public int Total { get; init; }

    /// <summary>Those of <see cref="Done"/> that could not be read.</summary>
    public int Skipped { get; init; }
}

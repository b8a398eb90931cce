namespace MLNetDeep;

/// <summary>An image of a folder.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="Label">The name of the sub-folder of its class.</param>
internal sealed record ImageFile(string Path, string Label);

namespace MLNetDeep;

/// <summary>Labels in the form that the loss compares outputs with, and their weights; on the device that computes, or in a file.</summary>
internal interface ITargets
{
    /// <summary>The bytes that the labels have in a file; 0 if they are in memory.</summary>
    long BytesInFile => 0;

    /// <summary>A batch of rows with its targets.</summary>
    /// <param name="features">What the network will get of the rows.</param>
    /// <param name="rows">Which ones, zero-based, shape [B]; on the device that computes.</param>
    Batch Batch(Tensor features, Tensor rows);
}

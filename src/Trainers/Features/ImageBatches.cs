using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Images and signals as they were read, in memory or in a file, scaled batch by batch.</summary>
/// <param name="select">Some rows of them, shape [B, height · width · C], on the device that computes, from their indices.</param>
/// <param name="count">N.</param>
/// <param name="bytesInFile">The bytes that the rows have in a file.</param>
/// <param name="scaling">Of the channels.</param>
/// <param name="shape">The shape of a row.</param>
internal sealed class ImageBatches(Func<Tensor, Tensor> select, long count, long bytesInFile, ChannelScaling scaling, ImageShape shape) : IFeatureBatches
{
    public long Count => count;

    public long ValuesPerRow => shape.Map.Numbers;

    public long BytesInFile => bytesInFile;

    internal ImageShape Shape => shape;

    /// <returns>Shape [B, C, height, width], in memory with the channels last: which is what convolutions are fastest on.</returns>
    public Tensor Batch(Tensor rows)
    {
        using Tensor raw = select(rows); // as large as the batch, and freed before the network needs memory
        using Tensor images = raw.view(rows.size(0), shape.Map.Height, shape.Map.Width, shape.Map.Channels), channelsFirst = images.permute(0, 3, 1, 2);
        return scaling.Scaled(channelsFirst);
    }
}

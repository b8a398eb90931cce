namespace MLNetDeep.Networks;

/// <summary>A random change of training rows, which leaves what they show.</summary>
internal interface IAugmentation
{
    /// <summary>Changed copies of images, each in its own way, with the channels last in memory.</summary>
    /// <param name="images">Shape [B, C, height, width]; signals have a height of 1.</param>
    Tensor Apply(Tensor images);
}

namespace MLNetDeep.Networks;

/// <summary>The passes over the memory of a batch that normalize it, and that compute the gradient.</summary>
internal interface IMapKernel
{
    /// <summary>Takes the moments of the values.</summary>
    /// <param name="values">The memory of the map.</param>
    /// <param name="map">Its shape.</param>
    /// <param name="threads">How many to use.</param>
    /// <param name="moments">Is added to.</param>
    void Measure(nint values, PooledMap map, int threads, ChannelMoments moments);

    /// <summary>Pools the values and normalizes what is left.</summary>
    /// <param name="values">The memory of the map.</param>
    /// <param name="extremes">What is left of the values, to be written; nothing is where the map is not pooled.</param>
    /// <param name="outputs">To be written.</param>
    /// <param name="map">The shape.</param>
    /// <param name="threads">How many to use.</param>
    /// <param name="factors">How to normalize.</param>
    void Normalize(nint values, nint extremes, nint outputs, PooledMap map, int threads, ChannelFactors factors);

    /// <summary>Adds up the gradients of the normalized values.</summary>
    /// <param name="extremes">What pooling left of the values; all of them where it is not pooled.</param>
    /// <param name="gradients">Of the outputs.</param>
    /// <param name="map">The shape.</param>
    /// <param name="threads">How many to use.</param>
    /// <param name="factors">How was normalized.</param>
    /// <param name="sums">Is added to.</param>
    void Sum(nint extremes, nint gradients, PooledMap map, int threads, ChannelFactors factors, ChannelGradients sums);

    /// <summary>Replaces the values by their gradients.</summary>
    /// <param name="values">The memory of the map.</param>
    /// <param name="extremes">What pooling left of the values.</param>
    /// <param name="gradients">Of the outputs.</param>
    /// <param name="map">The shape.</param>
    /// <param name="threads">How many to use.</param>
    /// <param name="factors">How was normalized.</param>
    /// <param name="bases">Of <see cref="SharedGradient"/>.</param>
    /// <param name="slopes">Likewise.</param>
    void Spread(nint values, nint extremes, nint gradients, PooledMap map, int threads, ChannelFactors factors, float[] bases, float[] slopes);
}

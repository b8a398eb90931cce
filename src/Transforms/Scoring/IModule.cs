namespace MLNetDeep;

/// <summary>A module of the application's own, with the weights of a model.</summary>
internal interface IModule : IDisposable
{
    /// <summary>Computes raw outputs. Any thread may call it, at any time.</summary>
    /// <param name="features">Scaled, shape [rows, D].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="outputs">Is filled, shape [rows, K].</param>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    void Compute(ReadOnlySpan<float> features, int rows, Span<float> outputs);

    /// <summary>Makes modules; <see langword="null"/> as long as the application has registered none, which it does through the package MLNetDeep.</summary>
    /// <remarks>Its parameters are the name and the configuration, the sizes, and the state that the module must have.</remarks>
    static Func<TorchModule, TorchContext, IReadOnlyList<Onnx.OnnxTensor>, IModule>? Open { get; set; }
}

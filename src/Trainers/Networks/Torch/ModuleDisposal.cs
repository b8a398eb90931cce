namespace MLNetDeep.Networks;

/// <summary>Frees modules as a whole.</summary>
internal static class ModuleDisposal
{
    /// <summary>Frees what TorchSharp leaves of a module to the finalizer, too.</summary>
    internal static void DisposeWhole(this nn.Module module)
    {
        foreach (Tensor tensor in module.parameters().Concat(module.buffers()).ToArray())
        {
            tensor.Dispose();
        }
        module.Dispose();
    }
}

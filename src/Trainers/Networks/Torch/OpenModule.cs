#pragma warning disable RS0030 // scopes of what makes a module and of a block of rows: what they leave is freed with the module, and with the block
using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A module of a model, for predictions on the CPU.</summary>
/// <remarks>Calls come one after the other, since a module may keep what it computes between the lines of its forward; LibTorch shares the work of a call out among its own threads.</remarks>
internal sealed class OpenModule : IModule
{
    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly TorchContext _context;
    private readonly nn.Module<Tensor, Tensor> _module;
    private readonly IDisposable[] _made;
    private bool _disposed;

    private OpenModule(string name, TorchContext context, nn.Module<Tensor, Tensor> module, IDisposable[] made)
    {
        _name = name;
        _context = context;
        _module = module;
        _made = made;
    }

    /// <summary>Makes a module and gives it its weights.</summary>
    /// <exception cref="FormatException">The weights are not those of the module.</exception>
    /// <exception cref="InvalidOperationException">The application has not registered the module, or what makes it fails.</exception>
    internal static IModule Of(TorchModule module, TorchContext context, IReadOnlyList<OnnxTensor> state)
    {
        LibTorch.Load();
        using DisposeScope scope = NewDisposeScope(); // of its own: that of the caller may end before the model does
        nn.Module<Tensor, Tensor> made = ProcessRandom.Lend(seed: null, CPU, () => TorchModules.Make(module, context));
        try
        {
            Fill(module.Name, made, state);
            made.eval();
            IDisposable[] tensors = [.. scope.DisposablesView];
            scope.Detach(tensors);
            return new OpenModule(module.Name, context, made, tensors);
        }
        catch
        {
            made.DisposeWhole();
            throw;
        }
    }

    public void Compute(ReadOnlySpan<float> features, int rows, Span<float> outputs)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(DeepTransformer));
            using IDisposable noGradient = no_grad();
            using DisposeScope scope = NewDisposeScope();
            Tensor input = empty(rows, _context.FeatureCount);
            features.CopyTo(input.Elements<float>());
            Tensor output = _module.call(input);
            ModuleLayer.CheckOutput(_name, output, rows, _context.OutputCount);
            output.contiguous().Elements<float>().CopyTo(outputs);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _disposed = true;
                _module.DisposeWhole();
                Array.ForEach(_made, tensor => tensor.Dispose());
            }
        }
    }

    private static void Fill(string name, nn.Module made, IReadOnlyList<OnnxTensor> state)
    {
        using IDisposable noGradient = no_grad();
        Weight[] weights = [.. ModuleState.Of(name, made).Select(entry => new Weight(entry.Name, entry.Value, WeightGroup.Computed))];
        string[] missing = [.. weights.Select(weight => weight.Name).Except(state.Select(tensor => tensor.Name))];
        string[] unknown = [.. state.Select(tensor => tensor.Name).Except(weights.Select(weight => weight.Name))];
        if (missing.Length + unknown.Length > 0)
        {
            throw new FormatException(
                $"The weights of the model are not those of the module '{name}': {(missing.Length > 0 ? $"'{missing[0]}' is not in the file" : $"'{unknown[0]}' is not in the module")}. Register what made the network that was trained.");
        }
        Weight.Read(weights, new OnnxGraph("", [], state, [], []));
    }
}

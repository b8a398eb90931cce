using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>A module of the user's own as a layer of which only LibTorch knows what it computes.</summary>
internal sealed class ModuleLayer : ILayer, IDisposable
{
    private readonly string _name;
    private readonly nn.Module<Tensor, Tensor> _module;
    private readonly int _outputCount;
    private readonly FitRandom _random;

    /// <param name="name">The name that the module is registered under.</param>
    /// <param name="module">The module, which is disposed with the layer.</param>
    /// <param name="outputCount">K, the number of raw outputs.</param>
    /// <param name="random">The fit's random numbers.</param>
    /// <param name="reason">Why it is no layers that can be exported to ONNX.</param>
    /// <exception cref="InvalidOperationException">A model file cannot hold its weights.</exception>
    internal ModuleLayer(string name, nn.Module<Tensor, Tensor> module, int outputCount, FitRandom random, string reason)
    {
        _name = name;
        _module = module;
        _outputCount = outputCount;
        _random = random;
        Reason = reason;
        module.to(random.Device);
        HashSet<string> parameters = [.. module.named_parameters().Where(parameter => parameter.parameter.requires_grad).Select(parameter => parameter.name)];
        Weights = [.. ModuleState.Of(name, module).Select(entry => new Weight(ModuleGraph.Prefix + entry.Name, entry.Value, GroupOf(entry, parameters)) { IsOfModule = true })];
    }

    public IReadOnlyList<Weight> Weights { get; }

    public bool NeedsSingles => true;

    /// <summary>What the user should know: that and why the model is not an ONNX graph.</summary>
    internal string Remark => $"The network is the module '{_name}', of which a model has the name and the weights, and LibTorch makes the predictions. {Reason}";

    private string Reason { get; }

    public Tensor Forward(Tensor input, bool training)
    {
        SetMode(training);
        Tensor output = training
            ? ProcessRandom.Lend(_random.NextSeed(), _random.Device, () => _module.call(input)) // its dropout draws from the process's numbers
            : _module.call(input);
        CheckOutput(_name, output, input.size(0), _outputCount);
        return output;
    }

    public string ToOnnx(OnnxGraphBuilder graph, string input) =>
        graph.Node(ModuleGraph.Operator, [input, .. Weights.Select(weight => weight.ToOnnx(graph))], OnnxAttribute.Of(ModuleGraph.Outputs, (long)_outputCount));

    public void Dispose() => _module.DisposeWhole();

    /// <exception cref="InvalidOperationException">The outputs are not those of the rows.</exception>
    internal static void CheckOutput(string name, Tensor output, long rows, int outputCount)
    {
        if (output.dtype != ScalarType.Float32 || !output.shape.SequenceEqual([rows, outputCount]))
        {
            throw new InvalidOperationException(
                $"The module '{name}' made {output.dtype} of the shape [{string.Join(", ", output.shape)}] of {rows} rows; expected Float32 of [{rows}, {outputCount}]. Use TorchContext.OutputCount for its last layer.");
        }
    }

    private static WeightGroup GroupOf((string Name, Tensor Value) entry, HashSet<string> trained) =>
        !trained.Contains(entry.Name) ? WeightGroup.Computed : entry.Value.dim() > 1 ? WeightGroup.Matrix : WeightGroup.Free;

    /// <summary>Frozen parts stay in their scoring form, so that running averages do not drift.</summary>
    private void SetMode(bool training)
    {
        _module.train(training);
        if (!training || !Weights.Any(weight => weight.IsFrozen))
        {
            return;
        }
        ILookup<string, Weight> weights = Weights.ToLookup(weight => weight.Name[..weight.Name.LastIndexOf('.')]);
        foreach ((string name, nn.Module part) in _module.named_modules().Where(part => weights[ModuleGraph.Prefix + part.name].Any(weight => weight.IsFrozen)))
        {
            part.eval();
        }
    }
}

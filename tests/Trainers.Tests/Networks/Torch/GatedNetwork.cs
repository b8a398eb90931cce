using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>A module that no Sequential can be: a residual block with a gate, a number of its own, running averages and dropout.</summary>
internal sealed class GatedNetwork : nn.Module<Tensor, Tensor>
{
    internal const string Name = "gated";

    private readonly nn.Module<Tensor, Tensor> _enter, _norm, _gate, _change, _drop, _leave;
    private readonly Parameter _share = nn.Parameter(ones(1).view([])); // a single number

    internal GatedNetwork(TorchContext context, Sizes sizes)
        : base(Name)
    {
        TestAssembly.MakesModules = true;
        _enter = nn.Linear(context.FeatureCount, sizes.Width);
        _norm = nn.BatchNorm1d(sizes.Width);
        _gate = nn.Linear(sizes.Width, sizes.Width);
        _change = nn.Linear(sizes.Width, sizes.Width);
        _drop = sizes.Dropout > 0 ? nn.Dropout(sizes.Dropout) : nn.Identity();
        _leave = nn.Linear(sizes.Width, context.OutputCount);
        register_parameter("share", _share);
        foreach ((string name, nn.Module part) in new (string, nn.Module)[] { ("enter", _enter), ("norm", _norm), ("gate", _gate), ("change", _change), ("drop", _drop), ("leave", _leave) })
        {
            register_module(name, part);
        }
    }

    internal static TorchModule Small { get; } = TorchModule.Of(Name, new Sizes(8, 0.1));

    internal static void Register() => TorchModules.Register<Sizes>(Name, (context, sizes) => new GatedNetwork(context, sizes));

    public override Tensor forward(Tensor input)
    {
        Tensor entered = _norm.call(_enter.call(input)).relu();
        Tensor changed = _drop.call(_change.call(entered).tanh());
        return _leave.call(entered + _share * _gate.call(entered).sigmoid() * changed);
    }

    /// <summary>What the module is made by.</summary>
    internal sealed record Sizes(int Width, double Dropout);
}

using MLNetDeep;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CustomNetwork;

/// <summary>A network that no Sequential can be: each block adds to what comes in as much of a change as its gate lets through.</summary>
internal sealed class GatedNetwork : nn.Module<Tensor, Tensor>
{
    private readonly Linear _enter, _leave;
    private readonly ModuleList<nn.Module<Tensor, Tensor>> _blocks;

    private GatedNetwork(TorchContext context, Sizes sizes)
        : base("gated")
    {
        _enter = nn.Linear(context.FeatureCount, sizes.Width);
        _blocks = nn.ModuleList([.. Enumerable.Range(0, sizes.Blocks).Select(_ => (nn.Module<Tensor, Tensor>)new GatedBlock(sizes))]);
        _leave = nn.Linear(sizes.Width, context.OutputCount);
        register_module("enter", _enter);
        register_module("blocks", _blocks);
        register_module("leave", _leave);
    }

    /// <summary>The name and the sizes, which the model carries.</summary>
    internal static TorchModule Of(Sizes sizes) => TorchModule.Of("gated", sizes);

    /// <summary>Says what the name stands for: in the program that trains, and in those that predict.</summary>
    internal static void Register() => TorchModules.Register<Sizes>("gated", (context, sizes) => new GatedNetwork(context, sizes.Checked()));

    public override Tensor forward(Tensor input) => _leave.call(_blocks.Aggregate(_enter.call(input), (values, block) => block.call(values)));

    /// <summary>What the network is made by.</summary>
    internal sealed record Sizes(int Width, int Blocks, double Dropout)
    {
        /// <summary>A file may say anything.</summary>
        internal Sizes Checked() => Width is > 0 and <= 1024 && Blocks is >= 0 and <= 32
            ? this
            : throw new ArgumentException($"Width must be from 1 to 1024 and Blocks from 0 to 32; they are {Width} and {Blocks}.");
    }

    private sealed class GatedBlock : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _norm, _gate, _change, _dropout;

        internal GatedBlock(Sizes sizes)
            : base("block")
        {
            register_module("norm", _norm = nn.LayerNorm(sizes.Width));
            register_module("gate", _gate = nn.Linear(sizes.Width, sizes.Width));
            register_module("change", _change = nn.Linear(sizes.Width, sizes.Width));
            register_module("dropout", _dropout = nn.Dropout(sizes.Dropout));
        }

        public override Tensor forward(Tensor input)
        {
            Tensor normalized = _norm.call(input);
            return input + (_gate.call(normalized).sigmoid() * _dropout.call(nn.functional.gelu(_change.call(normalized))));
        }
    }
}

#pragma warning disable RS0030 // a scope around what TorchSharp makes beside the output: an empty copy of it, which would live as long as the step
namespace MLNetDeep.Networks;

/// <summary>The place of a <see cref="NormalizedBatch"/> in LibTorch's graph of a step.</summary>
internal sealed class MapNormalization : autograd.SingleTensorFunction<MapNormalization>
{
    private const string Batch = "batch";

    public override string Name => nameof(MapNormalization);

    /// <summary>The outputs of a batch, from which gradients flow to the values, the scales and the biases.</summary>
    internal static Tensor Outputs(NormalizedBatch batch, Tensor values, Tensor scales, Tensor biases)
    {
        using DisposeScope scope = NewDisposeScope();
        return apply(values, scales, biases, batch).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        NormalizedBatch batch = (NormalizedBatch)vars[^1];
        ctx.save_data(Batch, batch);
        ctx.set_materialize_grads(false);
        return batch.Outputs;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using Tensor gradient = grad_output;
        (Tensor values, Tensor scales, Tensor biases) = ((NormalizedBatch)ctx.get_data(Batch)).Backward(gradient);
        return [values, scales, biases, null!];
    }
}

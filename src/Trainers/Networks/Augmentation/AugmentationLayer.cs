using MLNetDeep.Onnx;

namespace MLNetDeep.Networks;

/// <summary>Changes rows at random in training, and not when scoring.</summary>
internal sealed class AugmentationLayer(IAugmentation augmentation) : ILayer
{
    public IReadOnlyList<Weight> Weights => [];

    public Tensor Forward(Tensor input, bool training) => training ? augmentation.Apply(input) : input;

    public string ToOnnx(OnnxGraphBuilder graph, string input) => input;
}

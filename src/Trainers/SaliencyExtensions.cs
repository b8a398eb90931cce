#pragma warning disable RS0030 // a scope for one image: what it computes is freed with it, also when it throws
using MLNetDeep.Networks;
using MLNetDeep.Onnx;

namespace MLNetDeep;

/// <summary>Shows what a convolutional network looks at.</summary>
public static class SaliencyExtensions
{
    /// <summary>How much each place of an image or signal speaks for an output, by Grad-CAM (Selvaraju et al. 2017, arXiv 1610.02391).</summary>
    /// <remarks>It computes with LibTorch, on the CPU. Places are as fine as the last map of the network, and interpolated between; what speaks against the output counts as 0.</remarks>
    /// <param name="transformer">A model that <c>Trainers.Cnn</c> fitted.</param>
    /// <param name="features">The numbers of one image or signal, in the order of the feature column.</param>
    /// <param name="output">The output to explain, zero-based: the class of a multiclass model. By default that which the model predicts, which in a binary model is one of the two.</param>
    /// <returns>A number from 0 to 1 for each place, shape [height, width]; the largest is 1, unless nothing speaks for the output. Signals have a height of 1.</returns>
    /// <exception cref="ArgumentException">The numbers are not those of one row of the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The model has no such output.</exception>
    /// <exception cref="InvalidOperationException">The model is not convolutional, or LibTorch is missing.</exception>
    public static float[,] GradCam(this DeepTransformer transformer, ReadOnlySpan<float> features, int? output = null)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ModelDescription model = transformer.Model.Description;
        if (model.Options is not CnnOptions options)
        {
            throw new InvalidOperationException($"GradCam explains convolutional networks; this model has {model.Options.GetType().Name}. Train with Trainers.Cnn.");
        }
        if (features.Length != model.FeatureCount)
        {
            throw new ArgumentException($"The model takes {model.FeatureCount} numbers, got {features.Length}. Give the feature column of one row.", nameof(features));
        }
        if (output < 0 || output >= model.OutputCount)
        {
            throw new ArgumentOutOfRangeException(nameof(output), output, $"The model has the outputs 0 to {model.OutputCount - 1}.");
        }
        LibTorch.Load();
        using DisposeScope scope = NewDisposeScope();
        using FitRandom random = new(seed: 0, CPU); // for initial weights, which are replaced
        ImageShape shape = ImageShape.Of(options);
        ChannelScaling scaling = new(shape, zeros(shape.Map.Channels), zeros(shape.Map.Channels));
        Network network = new(scaling, Cnn.Layers(options with { TestTimeAugmentation = false }, shape, model.OutputCount, random), CPU);
        network.FromOnnx(OnnxReader.Read(transformer.Model.Graph).Graph);
        Tensor image = scaling.Forward(tensor(features.ToArray(), 1, features.Length), training: false);
        return Values(Places(network, image, output, model.Task, shape.Map));
    }

    /// <summary>Where the last map speaks for an output, shape [height, width].</summary>
    private static Tensor Places(Network network, Tensor image, int? output, TaskKind task, ImageMap map)
    {
        int pooling = network.Layers.Index().First(layer => layer.Item is GlobalAveragePooling).Index;
        Tensor Through(IEnumerable<ILayer> layers, Tensor values) => layers.Aggregate(values, (result, layer) => layer.Forward(result, training: false));
        Tensor last = Through(network.Layers.Take(pooling), image).detach().requires_grad_(true); // [1, C, h, w]
        Tensor outputs = Through(network.Layers.Skip(pooling), last).squeeze(0); // [K]
        Tensor explained = outputs[output ?? outputs.argmax().item<long>()];
        bool isFalse = output is null && task == TaskKind.BinaryClassification && explained.item<float>() < 0;
        (isFalse ? explained.neg() : explained).backward();
        using IDisposable noGradient = no_grad();
        Tensor importance = last.grad!.mean([2, 3], keepdim: true);
        Tensor places = (importance * last).sum(1, keepdim: true).relu(); // [1, 1, h, w]
        Tensor fine = nn.functional.interpolate(places, [map.Height, map.Width], mode: InterpolationMode.Bilinear, align_corners: false)[0, 0];
        float largest = fine.max().item<float>();
        using Scalar scale = largest > 0 ? 1 / largest : 0;
        return fine.mul(scale);
    }

    private static float[,] Values(Tensor places)
    {
        float[,] values = new float[places.size(0), places.size(1)];
        Span<float> numbers = places.contiguous().Elements<float>();
        for (int row = 0; row < values.GetLength(0); row++)
        {
            for (int column = 0; column < values.GetLength(1); column++)
            {
                values[row, column] = numbers[row * values.GetLength(1) + column];
            }
        }
        return values;
    }
}

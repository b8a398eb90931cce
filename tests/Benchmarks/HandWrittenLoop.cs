using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetDeep.Benchmarks;

/// <summary>What one writes with TorchSharp alone: all rows in tensors, a <see cref="Sequential"/>, TorchSharp's AdamW, a scope per step.</summary>
internal sealed class HandWrittenLoop : IDisposable
{
    private readonly Tensor _features;
    private readonly Tensor _labels;

    /// <param name="examples">The rows.</param>
    /// <param name="count">N.</param>
    internal HandWrittenLoop(IEnumerable<Example> examples, int count)
    {
        _features = empty(count, Example.FeatureCount); // [N, D]
        _labels = empty(count, ScalarType.Int64); // [N]
        Span<float> features = MemoryMarshal.Cast<byte, float>(_features.bytes);
        Span<long> labels = MemoryMarshal.Cast<byte, long>(_labels.bytes);
        int row = 0;
        foreach (Example example in examples)
        {
            example.Features.CopyTo(features[(row * Example.FeatureCount)..]);
            labels[row++] = example.Class;
        }
    }

    /// <summary>Trains a dense network and returns the mean loss of the last epoch.</summary>
    /// <param name="regularized">Whether with batch normalization, dropout and a gradient clip, as <c>Mlp</c> has by default.</param>
    /// <param name="epochs">Passes over the rows.</param>
    /// <param name="batchSize">B, but for the last batch of an epoch, which is smaller.</param>
    internal double Fit(bool regularized, int epochs, int batchSize)
    {
        using Sequential network = Network(regularized, Example.ClassCount);
        return Fit(network, batch => network.forward(_features.index_select(0, batch)), _labels, regularized, epochs, batchSize);
    }

    /// <summary>Trains a network and returns the mean loss of the last epoch.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="logits">Makes of indices of rows, shape [B], a logit per class, shape [B, C].</param>
    /// <param name="labels">Zero-based classes, shape [N], of Int64.</param>
    /// <param name="clips">Whether gradients are clipped.</param>
    /// <param name="epochs">Passes over the rows.</param>
    /// <param name="batchSize">B, but for the last batch of an epoch, which is smaller.</param>
    internal static double Fit(nn.Module network, Func<Tensor, Tensor> logits, Tensor labels, bool clips, int epochs, int batchSize)
    {
        using CrossEntropyLoss lossFunction = nn.CrossEntropyLoss();
        Parameter[] parameters = [.. network.parameters()];
        using optim.Optimizer optimizer = optim.AdamW(parameters, lr: 1e-3);
        network.train();
        double lossSum = 0;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            lossSum = 0;
            using Tensor order = randperm(labels.size(0), ScalarType.Int64);
            for (long first = 0; first < order.size(0); first += batchSize)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor batch = order.narrow(0, first, Math.Min(batchSize, order.size(0) - first));
                Tensor loss = lossFunction.forward(logits(batch), labels.index_select(0, batch));
                optimizer.zero_grad();
                loss.backward();
                if (clips)
                {
                    nn.utils.clip_grad_norm_(parameters, 1);
                }
                optimizer.step();
                lossSum += loss.item<float>() * batch.size(0);
            }
        }
        return lossSum / labels.size(0);
    }

    public void Dispose()
    {
        _features.Dispose();
        _labels.Dispose();
    }

    /// <summary>The layers that <c>Mlp</c> has by default.</summary>
    internal static Sequential Network(bool regularized, int outputs)
    {
        const int HiddenLayerCount = 3, HiddenLayerSize = 256;
        List<nn.Module<Tensor, Tensor>> layers = [];
        int width = Example.FeatureCount;
        for (int layer = 0; layer < HiddenLayerCount; layer++)
        {
            layers.Add(nn.Linear(width, HiddenLayerSize));
            if (regularized)
            {
                layers.Add(nn.BatchNorm1d(HiddenLayerSize));
            }
            layers.Add(nn.ReLU());
            if (regularized)
            {
                layers.Add(nn.Dropout(0.2));
            }
            width = HiddenLayerSize;
        }
        layers.Add(nn.Linear(width, outputs));
        return nn.Sequential(layers);
    }
}

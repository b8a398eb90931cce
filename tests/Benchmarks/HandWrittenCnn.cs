using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetDeep.Benchmarks;

/// <summary>What one writes with TorchSharp alone for images: a <see cref="Sequential"/> on tensors [N, C, height, width], as its examples have it.</summary>
internal static class HandWrittenCnn
{
    /// <summary>The images, shape [N, 1, 28, 28], and their classes from 0, shape [N].</summary>
    internal static (Tensor Images, Tensor Labels) Tensors(Picture[] pictures)
    {
        Tensor images = empty(pictures.Length, 1, Picture.Size, Picture.Size), labels = empty(pictures.Length, ScalarType.Int64);
        Span<float> pixels = MemoryMarshal.Cast<byte, float>(images.bytes);
        Span<long> classes = MemoryMarshal.Cast<byte, long>(labels.bytes);
        for (int row = 0; row < pictures.Length; row++)
        {
            pictures[row].Features.CopyTo(pixels[(row * Picture.Size * Picture.Size)..]);
            classes[row] = pictures[row].Class;
        }
        return (images, labels);
    }

    /// <summary>The layers of <see cref="CnnBackbone.Plain"/> with two stages.</summary>
    internal static Sequential Plain(int outputs) => nn.Sequential(
        nn.Conv2d(1, 32, 3, padding: 1, bias: false), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding: 1, bias: false), nn.BatchNorm2d(64), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, outputs));

    /// <summary>The layers of <see cref="CnnBackbone.SmallResNet"/> with one block per stage.</summary>
    internal static Sequential SmallResNet(int outputs) => nn.Sequential(
        nn.Conv2d(1, 16, 3, padding: 1, bias: false), nn.BatchNorm2d(16), nn.ReLU(),
        new Block(16, 16, 1), new Block(16, 32, 2), new Block(32, 64, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, outputs));

    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential _main;
        private readonly Sequential? _shortcut;

        internal Block(int inputs, int outputs, int stride)
            : base(nameof(Block))
        {
            _main = nn.Sequential(
                nn.Conv2d(inputs, outputs, 3, stride: stride, padding: 1, bias: false), nn.BatchNorm2d(outputs), nn.ReLU(),
                nn.Conv2d(outputs, outputs, 3, padding: 1, bias: false), nn.BatchNorm2d(outputs));
            _shortcut = inputs == outputs ? null : nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride: stride, bias: false), nn.BatchNorm2d(outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => (_main.forward(input) + (_shortcut?.forward(input) ?? input)).relu();
    }
}

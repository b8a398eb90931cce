using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetDeep.Benchmarks;

/// <summary>Training on images and scoring them: grey ones of 28 × 28 pixels.</summary>
internal static class CnnBenchmark
{
    private const int BatchSize = 128;
    private const int BlockSize = 256; // rows that are scored at once by hand

    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        MLContext ml = OneThread.Context();
        Picture[] pictures = Picture.Array(workload.Pictures);
        IDataView view = ml.Data.LoadFromEnumerable(pictures);
        CnnOptions options = new()
        {
            LabelColumnName = nameof(Picture.Class),
            NumberOfEpochs = 1,
            BatchSize = BatchSize,
            ValidationFraction = 0,
            Dropout = 0,
            GradientClipNorm = 0,
            HorizontalFlip = false,
            CropPadding = 0,
            StageCount = 2,
        };
        Training(workload, compare, ml, pictures, view, options);
        DeepTransformer Classifier() => ml.BinaryClassification.Trainers.Cnn(options with { LabelColumnName = nameof(Picture.IsPositive) }).Fit(view);
        using DeepTransformer model = Classifier();
        Scoring(workload, compare, ml, pictures, model);
    }

    private static void Training(Workload workload, Action<Comparison> compare, MLContext ml, Picture[] pictures, IDataView view, CnnOptions options)
    {
        (Tensor images, Tensor labels) = HandWrittenCnn.Tensors(pictures);
        using Tensor imagesOfLoop = images, labelsOfLoop = labels;
        double Rate(Action fit)
        {
            Stopwatch clock = Stopwatch.StartNew();
            fit();
            return workload.Pictures / clock.Elapsed.TotalSeconds;
        }
        Comparison Training(string name, Func<int, Sequential> byHand, CnnOptions ours, string target, string targetInBFloat16)
        {
            void Loop()
            {
                using Sequential network = byHand(Picture.ClassCount);
                HandWrittenLoop.Fit(network, batch => network.forward(images.index_select(0, batch)), labels, clips: false, epochs: 1, BatchSize);
            }
            Variant Cnn(string variant, CnnOptions variantOptions, string variantTarget) => new(
                variant, () => Rate(() => ml.MulticlassClassification.Trainers.Cnn(variantOptions).Fit(view).Dispose()), variantTarget);
            List<Variant> variants = [new("TorchSharp by hand", () => Rate(Loop)), Cnn("`Cnn`", ours, target)];
            if (CpuPrecision.HasBFloat16(ml))
            {
                variants.Add(Cnn("`Cnn`, BFloat16", ours with { Precision = Precision.BFloat16 }, targetInBFloat16));
            }
            return new Comparison(name, "images/s", variants);
        }
        compare(Training("Fit, images, plain", HandWrittenCnn.Plain, options, "≥ 1.9", "≥ 2.8"));
        compare(Training("Fit, images, residual", HandWrittenCnn.SmallResNet, options with { Backbone = CnnBackbone.SmallResNet, StageCount = null, BlocksPerStage = 1 }, "≥ 1.2", ""));
    }

    private static void Scoring(Workload workload, Action<Comparison> compare, MLContext ml, Picture[] pictures, DeepTransformer model)
    {
        using MemoryStream file = new();
        model.SaveOnnx(file);
        using BareOnnxRuntime blocks = new(file.ToArray(), BlockSize, Picture.Size * Picture.Size), rows = new(file.ToArray(), rows: 1, Picture.Size * Picture.Size);
        using Sequential network = HandWrittenCnn.Plain(outputs: 1);
        network.eval();
        (Tensor images, Tensor labels) = HandWrittenCnn.Tensors(pictures);
        using Tensor imagesOfNetwork = images, labelsOfNetwork = labels;
        Picture[] whole = pictures[..(pictures.Length / BlockSize * BlockSize)];
        IDataView scored = model.Transform(ml.Data.LoadFromEnumerable(whole));
        double Rate(Action score)
        {
            Stopwatch clock = Stopwatch.StartNew();
            score();
            return whole.Length / clock.Elapsed.TotalSeconds;
        }
        void ByOnnxRuntime()
        {
            for (int first = 0; first < whole.Length; first += BlockSize)
            {
                blocks.Score<Picture>(whole.AsSpan(first, BlockSize));
            }
        }
        void ByTorchSharp()
        {
            using IDisposable inference = inference_mode();
            for (int first = 0; first < whole.Length; first += BlockSize)
            {
                using DisposeScope scope = NewDisposeScope();
                network.forward(images.narrow(0, first, BlockSize)).sum().item<float>();
            }
        }
        compare(new Comparison(
            "Transform, images",
            "images/s",
            new Variant("ONNX Runtime alone", () => Rate(ByOnnxRuntime)),
            new Variant("`Cnn`", () => Rate(() => TransformBenchmark.SumOfScores(TransformBenchmark.OnOneThread(scored))), "≥ 0.9"),
            new Variant("TorchSharp by hand", () => Rate(ByTorchSharp), "≤ 0.3")));

        PredictionEngine<Picture, Prediction> engine = ml.Model.CreatePredictionEngine<Picture, Prediction>(model);
        double Microseconds(Func<Picture, float> predict)
        {
            Stopwatch clock = Stopwatch.StartNew();
            for (int prediction = 0; prediction < workload.Predictions / 10; prediction++)
            {
                predict(pictures[prediction % pictures.Length]);
            }
            return clock.Elapsed.TotalMicroseconds / (workload.Predictions / 10);
        }
        compare(new Comparison(
            "Predict one image",
            "µs",
            new Variant("ONNX Runtime alone", () => Microseconds(picture => rows.Score<Picture>([picture])[0])),
            new Variant("`Cnn`", () => Microseconds(picture => engine.Predict(picture).Score), "≤ 1.4")));
    }
}

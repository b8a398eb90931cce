using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Benchmarks;

/// <summary>Training on series of numbers and scoring them, and training on tokens of large vocabularies.</summary>
internal static class SequenceBenchmark
{
    private const int BatchSize = 128;
    private const int BlockSize = 256; // rows that are scored at once by hand

    private static readonly RnnOptions s_options = new()
    {
        LabelColumnName = nameof(Series.Class),
        NumberOfEpochs = 2,
        BatchSize = BatchSize,
        ValidationFraction = 0,
        Dropout = 0,
        GradientClipNorm = 0,
        FeaturesPerStep = Series.NumbersPerStep,
        FrontKernelSize = 0,
        HiddenSize = HandWrittenLstm.HiddenSize,
        IsBidirectional = false,
        Pooling = RnnPooling.Last,
    };

    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        MLContext ml = OneThread.Context();
        Series[] series = Series.OfOneLength(workload.Series), ofAnyLength = Series.OfAnyLength(workload.Series);
        IDataView view = VectorRows.View(ml, series, Series.Steps * Series.NumbersPerStep);
        compare(Training($"Fit, series of {Series.Steps} steps", ml, series, view, isPadded: false, "≥ 1.05", "≥ 1.6"));
        compare(Training($"Fit, series of 1 to {Series.MostSteps} steps", ml, ofAnyLength, ml.Data.LoadFromEnumerable(ofAnyLength), isPadded: true, "≥ 1.5", ""));
        compare(new Comparison("Epoch of sentences", "rows/s", Sentences(ml, workload, workload.Vocabulary / 100), Sentences(ml, workload, workload.Vocabulary, "≥ 0.7")));
        using DeepTransformer model = ml.BinaryClassification.Trainers.Rnn(s_options with { LabelColumnName = nameof(Series.IsPositive) }).Fit(view);
        Scoring(ml, series, model, compare);
    }

    private static Comparison Training(string name, MLContext ml, Series[] series, IDataView view, bool isPadded, string target, string targetInBFloat16)
    {
        (Tensor values, Tensor lengths, Tensor labels) = HandWrittenLstm.Tensors(series);
        void Loop()
        {
            using HandWrittenLstm network = new(Series.ClassCount);
            Tensor Padded(Tensor batch)
            {
                Tensor steps = lengths.index_select(0, batch);
                return network.Outputs(values.narrow(1, 0, steps.max().item<long>()).index_select(0, batch), steps);
            }
            Tensor Whole(Tensor batch) => network.Outputs(values.index_select(0, batch));
            HandWrittenLoop.Fit(network, isPadded ? Padded : Whole, labels, clips: false, s_options.NumberOfEpochs, BatchSize);
        }
        double Rate(Action fit)
        {
            Stopwatch clock = Stopwatch.StartNew();
            fit();
            return series.Length * s_options.NumberOfEpochs / clock.Elapsed.TotalSeconds;
        }
        Variant Rnn(string variant, RnnOptions options, string variantTarget) =>
            new(variant, () => Rate(() => ml.MulticlassClassification.Trainers.Rnn(options).Fit(view).Dispose()), variantTarget);
        List<Variant> variants = [new("TorchSharp by hand", () => Rate(Loop)), Rnn("`Rnn`", s_options, target)];
        if (CpuPrecision.HasBFloat16(ml))
        {
            variants.Add(Rnn("`Rnn`, BFloat16", s_options with { Precision = Precision.BFloat16 }, targetInBFloat16));
        }
        return new Comparison(name, "rows/s", variants);
    }

    private static void Scoring(MLContext ml, Series[] series, DeepTransformer model, Action<Comparison> compare)
    {
        using MemoryStream file = new();
        model.SaveOnnx(file);
        using BareOnnxRuntime blocks = new(file.ToArray(), BlockSize, Series.Steps * Series.NumbersPerStep);
        Series[] whole = series[..(series.Length / BlockSize * BlockSize)];
        IDataView scored = model.Transform(VectorRows.View(ml, whole, Series.Steps * Series.NumbersPerStep));
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
                blocks.Score<Series>(whole.AsSpan(first, BlockSize));
            }
        }
        compare(new Comparison(
            $"Transform, series of {Series.Steps} steps",
            "rows/s",
            new Variant("ONNX Runtime alone", () => Rate(ByOnnxRuntime)),
            new Variant("`Rnn`", () => Rate(() => TransformBenchmark.SumOfScores(TransformBenchmark.OnOneThread(scored))), "≥ 0.9")));
    }

    private static Variant Sentences(MLContext ml, Workload workload, int tokens, string target = "")
    {
        IDataView view = Sentence.View(ml, workload.Sentences, tokens);
        RnnOptions options = s_options with { LabelColumnName = nameof(Sentence.IsPositive), FeaturesPerStep = null, NumberOfEpochs = workload.FitEpochs };
        return new Variant(FormattableString.Invariant($"{tokens:N0} tokens"), () =>
        {
            using DeepTransformer model = ml.BinaryClassification.Trainers.Rnn(options).Fit(view);
            return SparseBenchmark.RowsPerSecond(model, workload.Sentences);
        }, target);
    }
}

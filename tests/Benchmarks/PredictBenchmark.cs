using System.Diagnostics;
using Microsoft.ML;

namespace MLNetDeep.Benchmarks;

/// <summary>Predictions one by one, by a <see cref="PredictionEngine{TSrc, TDst}"/>.</summary>
internal static class PredictBenchmark
{
    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        using Models models = new(workload);
        using BareOnnxRuntime onnxRuntime = new(models.Graph(), rows: 1);

        Variant Engine(string name, ITransformer model, string target = "")
        {
            PredictionEngine<Example, Prediction> engine = models.ML.Model.CreatePredictionEngine<Example, Prediction>(model);
            return new Variant(name, () => Microseconds(example => engine.Predict(example).Score), target);
        }
        double Microseconds(Func<Example, float> predict)
        {
            Stopwatch clock = Stopwatch.StartNew();
            for (int prediction = 0; prediction < workload.Predictions; prediction++)
            {
                predict(models.Examples[prediction % models.Examples.Length]);
            }
            return clock.Elapsed.TotalMicroseconds / workload.Predictions;
        }
        compare(new Comparison(
            "Predict one row",
            "µs",
            new Variant("ONNX Runtime alone", () => Microseconds(example => onnxRuntime.Score<Example>([example])[0])),
            Engine("`Mlp`", models.Mlp, "≤ 1.3"),
            Engine("LightGBM", models.LightGbm),
            Engine("FastTree", models.FastTree)));
    }
}

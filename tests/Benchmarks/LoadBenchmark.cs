using System.Diagnostics;
using Microsoft.ML;

namespace MLNetDeep.Benchmarks;

/// <summary>From the file to the first prediction, in a process that has done nothing before.</summary>
internal static class LoadBenchmark
{
    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("MLNetDeep-");
        try
        {
            using Models models = new(workload);
            string graph = Path.Combine(folder.FullName, "model.onnx");
            File.WriteAllBytes(graph, models.Graph());

            Variant Model(string name, ITransformer model)
            {
                string file = Path.Combine(folder.FullName, $"{name.Trim('`')}.zip");
                models.ML.Model.Save(model, models.View.Schema, file);
                return new Variant(name, () => ChildProcess.Measure(nameof(FirstPrediction), file));
            }
            compare(new Comparison(
                "Load, predict one row",
                "ms",
                Model("LightGBM", models.LightGbm),
                Model("FastTree", models.FastTree),
                new Variant("ONNX Runtime alone", () => ChildProcess.Measure(nameof(FirstScore), graph)),
                Model("`Mlp`", models.Mlp)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Milliseconds until ML.NET has predicted a row.</summary>
    internal static double FirstPrediction(string file)
    {
        Example example = Example.Array(1)[0];
        Stopwatch clock = Stopwatch.StartNew();
        MLContext ml = new();
        ITransformer model = ml.Model.Load(file, out _);
        ml.Model.CreatePredictionEngine<Example, Prediction>(model).Predict(example);
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>Milliseconds until ONNX Runtime has scored a row.</summary>
    internal static double FirstScore(string file)
    {
        Example[] examples = Example.Array(1);
        Stopwatch clock = Stopwatch.StartNew();
        using BareOnnxRuntime onnxRuntime = new(File.ReadAllBytes(file), rows: 1);
        onnxRuntime.Score(examples);
        return clock.Elapsed.TotalMilliseconds;
    }
}

using System.Diagnostics;
using Microsoft.ML;
using TorchSharp;
using TorchSharp.Modules;

namespace MLNetDeep.Benchmarks;

/// <summary>From the file to the first prediction, in a process that has done nothing before.</summary>
internal static class LoadBenchmark
{
    private const string WeightsName = "weights.dat";

    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("MLNetDeep-");
        try
        {
            using Models models = new(workload);
            string graph = Path.Combine(folder.FullName, "model.onnx"), mapping = Path.Combine(folder.FullName, "mapping.zip");
            string weights = Path.Combine(folder.FullName, WeightsName);
            File.WriteAllBytes(graph, models.Graph());
            using (Sequential network = HandWrittenLoop.Network(regularized: true, outputs: 1))
            {
                network.save(weights); // any weights: the time does not depend on them
            }
            TorchMapping.Weights = weights;
            TorchMapping.Save(models.ML, models.View, mapping);

            Variant Model(string name, ITransformer model, string target = "")
            {
                string file = Path.Combine(folder.FullName, $"{name.Trim('`')}.zip");
                models.ML.Model.Save(model, models.View.Schema, file);
                return new Variant(name, () => ChildProcess.Measure(nameof(FirstPrediction), file), target);
            }
            compare(new Comparison(
                "Load, predict one row",
                "ms",
                new Variant("TorchSharp in ML.NET", () => ChildProcess.Measure(nameof(FirstMapping), mapping)),
                Model("`Mlp`", models.Mlp, "≤ 0.5"),
                new Variant("TorchSharp by hand", () => ChildProcess.Measure(nameof(FirstForward), weights)),
                Model("LightGBM", models.LightGbm),
                Model("FastTree", models.FastTree),
                new Variant("ONNX Runtime alone", () => ChildProcess.Measure(nameof(FirstScore), graph))));
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

    /// <summary>Milliseconds until ML.NET has predicted a row by a mapping that calls TorchSharp.</summary>
    internal static double FirstMapping(string file)
    {
        TorchMapping.Weights = Path.Combine(Path.GetDirectoryName(file)!, WeightsName);
        Example example = Example.Array(1)[0];
        Stopwatch clock = Stopwatch.StartNew();
        MLContext ml = new();
        ml.ComponentCatalog.RegisterAssembly(typeof(TorchMapping).Assembly);
        ITransformer model = ml.Model.Load(file, out _);
        ml.Model.CreatePredictionEngine<Example, Prediction>(model).Predict(example);
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>Milliseconds until LibTorch is loaded and a network of TorchSharp, with weights from its own file, has scored a row.</summary>
    internal static double FirstForward(string file)
    {
        Example example = Example.Array(1)[0];
        Stopwatch clock = Stopwatch.StartNew();
        using Sequential network = TorchMapping.Load(file);
        TorchMapping.Score(network, example);
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>Milliseconds until ONNX Runtime has scored a row.</summary>
    internal static double FirstScore(string file)
    {
        Example[] examples = Example.Array(1);
        Stopwatch clock = Stopwatch.StartNew();
        using BareOnnxRuntime onnxRuntime = new(File.ReadAllBytes(file), rows: 1);
        onnxRuntime.Score<Example>(examples);
        return clock.Elapsed.TotalMilliseconds;
    }
}

using Microsoft.ML;
using Microsoft.ML.Transforms;
using TorchSharp;
using TorchSharp.Modules;

namespace MLNetDeep.Benchmarks;

/// <summary>A network of TorchSharp in a saved ML.NET model, as one has it there without this library: a custom mapping that reads TorchSharp's own file.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class TorchMapping : CustomMappingFactory<Example, Prediction>
{
    private const string Contract = "TorchSharp";

    /// <summary>The file with the weights, since a mapping cannot save any.</summary>
    internal static string Weights { get; set; } = "";

    /// <summary>Writes the model.</summary>
    internal static void Save(MLContext ml, IDataView rows, string file)
    {
        TorchMapping mapping = new();
        ml.Model.Save(ml.Transforms.CustomMapping(mapping.GetMapping(), Contract).Fit(rows), rows.Schema, file);
    }

    public override Action<Example, Prediction> GetMapping()
    {
        Sequential network = Load(Weights);
        return (example, prediction) => prediction.Score = Score(network, example);
    }

    /// <summary>A binary classifier, ready to score.</summary>
    internal static Sequential Load(string weights)
    {
        LibTorch.Load();
        Sequential network = HandWrittenLoop.Network(regularized: true, outputs: 1);
        network.load(weights);
        network.eval();
        return network;
    }

    internal static float Score(Sequential network, Example example)
    {
        using torch.Tensor features = torch.tensor(example.Features, [1, Example.FeatureCount]); // [1, D]
        using IDisposable inference = torch.inference_mode();
        using torch.Tensor score = network.forward(features); // [1, 1]
        return score.item<float>();
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace CustomNetwork;

/// <summary>What a program does that only predicts: the model carries the weights, and the program has registered what they belong to.</summary>
internal static class Orbits
{
    internal static void Predict(MLContext ml, string path)
    {
        ITransformer model = ml.Model.Load(path, out _);
        IDataView scored = ml.Transforms.Conversion.MapKeyToValue("Said", "PredictedLabel")
            .Fit(model.Transform(ml.Data.LoadFromEnumerable(Orbit.Some(3, seed: 3))))
            .Transform(model.Transform(ml.Data.LoadFromEnumerable(Orbit.Some(3, seed: 3))));
        foreach ((string kind, string said) in scored.GetColumn<string>("Kind").Zip(scored.GetColumn<string>("Said")))
        {
            Console.WriteLine($"A second process says {said} of {kind}.");
        }
        (model as IDisposable)?.Dispose();
    }
}

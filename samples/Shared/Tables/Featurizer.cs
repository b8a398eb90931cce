using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Samples;

/// <summary>Turns the columns of a data set into one vector of features.</summary>
internal static class Featurizer
{
    public const string Features = "Features";

    private const int MostSlots = 1500; // of all categories together

    /// <summary>Numbers stay as they are: the network scales them and fills in missing ones by itself.</summary>
    public static IEstimator<ITransformer> ForNetwork(MLContext mlContext, DataSet data) =>
        Concatenated(mlContext, data, CategoriesEncoded(mlContext, data));

    /// <summary>Numbers are scaled and missing ones filled in, which a linear model needs.</summary>
    public static IEstimator<ITransformer> ForLinearModel(MLContext mlContext, DataSet data)
    {
        IEstimator<ITransformer> pipeline = CategoriesEncoded(mlContext, data);
        if (data.Numbers.Count > 0)
        {
            InputOutputColumnPair[] numbers = [.. data.Numbers.Select(name => new InputOutputColumnPair(name))];
            pipeline = pipeline
                .Append(mlContext.Transforms.ReplaceMissingValues(numbers, MissingValueReplacingEstimator.ReplacementMode.Mean))
                .Append(mlContext.Transforms.NormalizeMeanVariance(numbers, fixZero: false));
        }
        return Concatenated(mlContext, data, pipeline).AppendCacheCheckpoint(mlContext); // it reads the rows many times
    }

    /// <summary>A slot for each category or, where there are many, for those that are met first.</summary>
    private static IEstimator<ITransformer> CategoriesEncoded(MLContext mlContext, DataSet data)
    {
        IEstimator<ITransformer> pipeline = new EstimatorChain<ITransformer>();
        if (data.Categories.Count > 0)
        {
            int mostSlots = Math.Clamp(MostSlots / data.Categories.Count, 8, 128);
            InputOutputColumnPair[] categories = [.. data.Categories.Select(name => new InputOutputColumnPair(name))];
            pipeline = pipeline.Append(mlContext.Transforms.Categorical.OneHotEncoding(categories, maximumNumberOfKeys: mostSlots));
        }
        return pipeline;
    }

    private static EstimatorChain<ColumnConcatenatingTransformer> Concatenated(MLContext mlContext, DataSet data, IEstimator<ITransformer> pipeline) =>
        pipeline.Append(mlContext.Transforms.Concatenate(Features, [.. data.Numbers, .. data.Categories]));
}

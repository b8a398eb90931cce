using Microsoft.ML;
using MLNetDeep;

namespace Sweeping;

/// <summary>The metric of the sweep on rows that it has not seen.</summary>
internal static class TestMetric
{
    public static double Of(MLContext mlContext, DataSet data, ITransformer model)
    {
        IDataView scored = model.Transform(data.Test);
        return data.Task switch
        {
            TaskKind.BinaryClassification => mlContext.BinaryClassification.Evaluate(scored).AreaUnderRocCurve,
            TaskKind.MulticlassClassification => mlContext.MulticlassClassification.Evaluate(scored).MicroAccuracy,
            _ => mlContext.Regression.Evaluate(scored).RSquared,
        };
    }
}

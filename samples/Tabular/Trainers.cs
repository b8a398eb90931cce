using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MLNetDeep;

namespace Tabular;

/// <summary>The trainers and metrics of each task.</summary>
internal static class Trainers
{
    public static string NameOfLinear(TaskKind task) => task switch
    {
        TaskKind.BinaryClassification => "LbfgsLogisticRegression",
        TaskKind.MulticlassClassification => "LbfgsMaximumEntropy",
        _ => "Sdca",
    };

    /// <summary>The linear trainer of ML.NET.</summary>
    public static IEstimator<ITransformer> Linear(MLContext mlContext, TaskKind task) => task switch
    {
        TaskKind.BinaryClassification => mlContext.BinaryClassification.Trainers.LbfgsLogisticRegression(),
        TaskKind.MulticlassClassification => mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy(),
        _ => mlContext.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { NumberOfThreads = 1 }), // on several, each fit differs
    };

    /// <summary>The network: the same options for every task.</summary>
    public static DeepTrainer Mlp(MLContext mlContext, TaskKind task, MlpOptions options) => task switch
    {
        TaskKind.BinaryClassification => mlContext.BinaryClassification.Trainers.Mlp(options),
        TaskKind.MulticlassClassification => mlContext.MulticlassClassification.Trainers.Mlp(options),
        _ => mlContext.Regression.Trainers.Mlp(options),
    };

    public static IReadOnlyList<(string Name, double Value)> Evaluate(MLContext mlContext, TaskKind task, IDataView scored)
    {
        switch (task)
        {
            case TaskKind.BinaryClassification:
                CalibratedBinaryClassificationMetrics binary = mlContext.BinaryClassification.Evaluate(scored);
                return [("AUC", binary.AreaUnderRocCurve), ("accuracy", binary.Accuracy), ("log-loss", binary.LogLoss * Math.Log(2))]; // ML.NET's is in bits
            case TaskKind.MulticlassClassification:
                MulticlassClassificationMetrics multiclass = mlContext.MulticlassClassification.Evaluate(scored);
                return [("accuracy", multiclass.MicroAccuracy), ("log-loss", multiclass.LogLoss)];
            default:
                RegressionMetrics regression = mlContext.Regression.Evaluate(scored);
                return [("R²", regression.RSquared), ("RMSE", regression.RootMeanSquaredError)];
        }
    }
}

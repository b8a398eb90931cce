using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Benchmarks;

/// <summary>The scores of many rows in memory, on one thread and on all cores.</summary>
internal static class TransformBenchmark
{
    private const int BlockSize = 256; // rows that our cursor reads ahead

    internal static void Run(Workload workload, Action<Comparison> compare)
    {
        using Models models = new(workload);
        Example[] examples = Example.Array(workload.TransformBlocks * BlockSize);
        IDataView view = models.ML.Data.LoadFromEnumerable(examples);
        using BareOnnxRuntime onnxRuntime = new(models.Graph(), BlockSize);
        IDataView mlp = models.Mlp.Transform(view), lightGbm = models.LightGbm.Transform(view), fastTree = models.FastTree.Transform(view);

        double RowsPerSecond(Func<float> score)
        {
            Stopwatch clock = Stopwatch.StartNew();
            score();
            return examples.Length / clock.Elapsed.TotalSeconds;
        }
        compare(new Comparison(
            "Transform",
            "rows/s",
            new Variant("ONNX Runtime alone", () => RowsPerSecond(() => SumOfScores(onnxRuntime, examples))),
            new Variant("`Mlp`", () => RowsPerSecond(() => SumOfScores(OnOneThread(mlp))), "≥ 0.9"),
            new Variant("LightGBM", () => RowsPerSecond(() => SumOfScores(OnOneThread(lightGbm)))),
            new Variant("FastTree", () => RowsPerSecond(() => SumOfScores(OnOneThread(fastTree))))));
        compare(new Comparison(
            "Transform, all cores",
            "rows/s",
            new Variant("LightGBM", () => RowsPerSecond(() => SumOfScores(OnAllCores(lightGbm)))),
            new Variant("`Mlp`", () => RowsPerSecond(() => SumOfScores(OnAllCores(mlp)))),
            new Variant("`Mlp` on one thread", () => RowsPerSecond(() => SumOfScores(OnOneThread(mlp))))));
    }

    private static float SumOfScores(BareOnnxRuntime onnxRuntime, ReadOnlySpan<Example> examples)
    {
        float sum = 0;
        for (int first = 0; first < examples.Length; first += BlockSize)
        {
            foreach (float score in onnxRuntime.Score<Example>(examples.Slice(first, BlockSize)))
            {
                sum += score;
            }
        }
        return sum;
    }

    /// <remarks>Of a set of one: behind a single cursor, ML.NET's own scorers start a thread per core, and ours has helpers.</remarks>
    internal static DataViewRowCursor OnOneThread(IDataView view) => view.GetRowCursorSet([view.Schema["Score"]], n: 1).Single();

    private static DataViewRowCursor OnAllCores(IDataView view) => view.GetRowCursor([view.Schema["Score"]]);

    internal static float SumOfScores(DataViewRowCursor rows)
    {
        using DataViewRowCursor cursor = rows;
        ValueGetter<float> getter = cursor.GetGetter<float>(cursor.Schema["Score"]);
        float score = 0, sum = 0;
        while (cursor.MoveNext())
        {
            getter(ref score);
            sum += score;
        }
        return sum;
    }
}

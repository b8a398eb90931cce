using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Onnx;

namespace MLNetDeep.Tests;

[TestClass]
public sealed class ScoredDataViewTests
{
    private const float Tolerance = 1e-6f; // a few units in the last place of a probability

    private readonly MLContext _ml = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(255)]
    [DataRow(256)]
    [DataRow(257)]
    [DataRow(1000)]
    public void Scores_OfAnyNumberOfRows_AreThoseComputedByHand(int count)
    {
        ToyRow[] rows = ToyRow.Rows(count);
        using DeepTransformer regression = ToyModel.Regression();
        using DeepTransformer binary = ToyModel.Binary();
        using DeepTransformer multiclass = ToyModel.Multiclass();
        IDataView regressed = regression.Transform(ToyRow.View(count));
        IDataView classified = binary.Transform(ToyRow.View(count));
        IDataView categorized = multiclass.Transform(ToyRow.View(count));

        Assert.AreSequenceEqual(rows.Select(row => ToyModel.Linear(row.Features)), regressed.GetColumn<float>("Score"));
        Assert.AreSequenceEqual(rows.Select(row => ToyModel.Linear(row.Features)), classified.GetColumn<float>("Score"));
        Assert.AreSequenceEqual(rows.Select(row => ToyModel.Linear(row.Features) > 0), classified.GetColumn<bool>("PredictedLabel"));
        AssertClose(rows.Select(row => ToyModel.Probability(row.Features)), classified.GetColumn<float>("Probability"));
        AssertClose(
            rows.SelectMany(row => ToyModel.ClassProbabilities(row.Features)),
            categorized.GetColumn<float[]>("Score").SelectMany(scores => scores));
        Assert.AreSequenceEqual(
            rows.Select(row => ToyModel.ClassProbabilities(row.Features)).Select(scores => (uint)scores.IndexOf(scores.Max()) + 1),
            categorized.GetColumn<uint>("PredictedLabel"));
        Assert.AreSequenceEqual(rows.Select(row => row.Number), regressed.GetColumn<float>("Number"));
    }

    [TestMethod]
    public void Reading_AllColumns_OpensOneCursorOverTheInputAndClosesIt()
    {
        ToyView input = new(600, ToyColumn.Features, ToyColumn.Number);
        using DeepTransformer transformer = ToyModel.Binary();
        IDataView scored = transformer.Transform(input);
        Assert.AreEqual(0, input.CursorCount);
        using (DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema))
        {
            while (cursor.MoveNext())
            {
            }
        }
        Assert.AreEqual(1, input.CursorCount);
        Assert.AreEqual(0, input.OpenCursorCount);
    }

    [TestMethod]
    public void Reading_Scores_LeavesOtherColumnsUntouched()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        ToyView input = new(300, ToyColumn.Features, ToyColumn.Untouchable("Other"));
        IDataView scored = transformer.Transform(input);
        Assert.HasCount(300, scored.GetColumn<float>("Score").ToArray());
        Assert.AreSequenceEqual(["Features"], input.ColumnsAskedFor);
        Assert.ThrowsExactly<AssertFailedException>(() => scored.GetColumn<float>("Other").Count());
        Assert.AreSequenceEqual(["Other"], input.ColumnsAskedFor);
    }

    [TestMethod]
    public void Reading_NoScores_NeedsNeitherFeaturesNorNetwork()
    {
        DeepTransformer transformer = ToyModel.Regression();
        transformer.Dispose();
        ToyColumn features = ToyColumn.InPlace<float>("Features", NumberDataViewType.Single, 3, _ => throw new AssertFailedException("read"));
        ToyView input = new(300, features, ToyColumn.Number);
        IDataView scored = transformer.Transform(input);
        Assert.AreSequenceEqual(Numbers(0, 300), scored.GetColumn<float>("Number"));
        Assert.ThrowsExactly<ObjectDisposedException>(() => scored.GetColumn<float>("Score").Count());
        Assert.ThrowsExactly<ObjectDisposedException>(() => scored.GetRowCursorSet(scored.Schema, 2));
        Assert.AreEqual(0, input.OpenCursorCount);
    }

    [TestMethod]
    public void Reading_Shuffled_KeepsScoresWithTheirRows()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        IDataView scored = transformer.Transform(_ml.Data.Cache(ToyRow.View(700)));
        using DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema, new Random(1));
        float[] order = [.. CheckedNumbers(cursor)];
        Assert.AreSequenceEqual(Numbers(0, 700), order.Order());
        Assert.AreNotSequenceEqual(Numbers(0, 700), order);
    }

    [TestMethod]
    public void GetRowCursorSet_OfCachedRows_SharesThemOut()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        IDataView scored = transformer.Transform(_ml.Data.Cache(ToyRow.View(5000)));
        DataViewRowCursor[] cursors = scored.GetRowCursorSet(scored.Schema, 3);
        Assert.IsGreaterThan(1, cursors.Length);
        Assert.AreSequenceEqual(Numbers(0, 5000), cursors.SelectMany(CheckedNumbers).Order());
        Array.ForEach(cursors, cursor => cursor.Dispose());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void GetRowCursorSet_OfWhichOneFails_ClosesAll(int failing)
    {
        int opened = 0;
        ToyColumn features = ToyColumn.Features with
        {
            CreateGetter = position => ++opened == failing ? throw new InvalidDataException("no getter") : ToyColumn.Features.CreateGetter(position),
        };
        ToyView input = new(300, features) { CursorSetSize = 3 };
        using DeepTransformer transformer = ToyModel.Regression();
        IDataView scored = transformer.Transform(input);

        Assert.ThrowsExactly<InvalidDataException>(() => scored.GetRowCursorSet([scored.Schema["Score"]], 3));

        Assert.AreEqual(failing, opened);
        Assert.AreEqual(3, input.CursorCount);
        Assert.AreEqual(0, input.OpenCursorCount);
    }

    // ML.NET reads a cursor set in parallel and puts the rows back in order by batch.
    [TestMethod]
    [DataRow("cached", 1)]
    [DataRow("cached", 4)]
    [DataRow("sparse", 4)]
    [DataRow("in memory", 4)]
    [DataRow("from a file", 4)]
    public void GetRowCursorSet_WhenMLNetConsolidatesIt_KeepsTheOrder(string source, int threads)
    {
        IDataView rows = source switch
        {
            "cached" => _ml.Data.Cache(ToyRow.View(5000)),
            "sparse" => _ml.Data.Cache(new ToyView(5000, SparseFeatures)),
            "in memory" => ToyRow.View(5000),
            _ => Saved(ToyRow.View(5000)),
        };
        using DeepTransformer original = ToyModel.Regression(), transformer = original.WithExecution(new ExecutionOptions { NumberOfThreads = threads });
        IDataView scored = transformer.Transform(rows);
        IDataView doubled = _ml.Transforms.Expression("Double", "x => x + x", "Score").Fit(scored).Transform(scored);
        Assert.AreSequenceEqual(
            Enumerable.Range(0, 5000).Select(row => 2 * ToyModel.Linear(ToyRow.FeaturesOf(row))),
            doubled.GetColumn<float>("Double"));
        Assert.AreSequenceEqual(Ids(rows, rows.Schema["Features"]), Ids(doubled, doubled.Schema["Double"]));
    }

    [TestMethod]
    public void View_TellsOfItsInput_HowManyRowsItHasAndWhetherItShuffles()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        IDataView cached = transformer.Transform(_ml.Data.Cache(ToyRow.View(12)));
        IDataView toy = transformer.Transform(new ToyView(34, ToyColumn.Features));
        IDataView filtered = transformer.Transform(_ml.Data.FilterRowsByColumn(ToyRow.View(12), "Number", 3, 5));
        Assert.AreEqual((true, 12L), (cached.CanShuffle, cached.GetRowCount()));
        Assert.AreEqual((false, 34L), (toy.CanShuffle, toy.GetRowCount()));
        Assert.IsNull(filtered.GetRowCount());
    }

    [TestMethod]
    public void Scores_OfFilteredCachedAndSkippedRows_BelongToTheRowsThatAreLeft()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        IDataView filtered = _ml.Data.FilterRowsByColumn(ToyRow.View(2000), "Number", 300, 1500);
        IDataView rest = _ml.Data.SkipRows(_ml.Data.Cache(filtered), 500);
        IDataView scored = transformer.Transform(rest);
        Assert.AreSequenceEqual(Numbers(800, 700), scored.GetColumn<float>("Number"));
        Assert.AreSequenceEqual(
            Enumerable.Range(800, 700).Select(row => ToyModel.Linear(ToyRow.FeaturesOf(row))), scored.GetColumn<float>("Score"));
    }

    [TestMethod]
    public void Scores_OfHundredThousandFeatures_TakeSmallerBlocks()
    {
        const int Width = 100_000;
        const int Rows = 100;
        const int MostBytes = 40_000_000; // a block of 256 rows would take 102 MB
        using DeepTransformer transformer = ToyModel.SumOf(Width);
        ToyColumn features = new("Features", new VectorDataViewType(NumberDataViewType.Single, Width), position =>
            (ValueGetter<VBuffer<float>>)((ref VBuffer<float> slot) => slot = new VBuffer<float>(Width, 1, [position() + 1], [(int)position()])));
        IDataView scored = transformer.Transform(new ToyView(Rows, features));
        long before = GC.GetAllocatedBytesForCurrentThread();
        float[] scores = [.. scored.GetColumn<float>("Score")];
        Assert.IsLessThan(MostBytes, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreSequenceEqual(Enumerable.Range(1, Rows).Select(row => (float)row), scores);
    }

    [TestMethod]
    public void Scores_OfANetworkWithMillionsOfValues_TakeSmallerBlocks()
    {
        const int Width = 1 << 20;
        OnnxGraphBuilder graph = new();
        string mean = graph.Node("ReduceMean", [graph.Input(DeepGraph.Input, 3)], OnnxAttribute.Of("axes", [-1]));
        string wide = graph.Constant(OnnxTensor.Of("wide", new float[Width], 1, Width));
        for (int i = 0; i < 16; i++)
        {
            graph.Node("Add", [mean, wide]);
        }
        graph.Output(DeepGraph.Score, mean, 1);
        byte[] onnx = OnnxWriter.Write(new OnnxModel { Graph = graph.Build("wide") });
        using DeepTransformer transformer = new(new DeepModel(ToyModel.Describe(TaskKind.Regression, 1), onnx));
        int read = 0;
        ToyColumn features = ToyColumn.InPlace("Features", NumberDataViewType.Single, 3, _ => new float[] { ++read, 0, 0 });
        IDataView scored = transformer.Transform(new ToyView(100, features));
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(3, read);
    }

    private static ToyColumn SparseFeatures { get; } = new("Features", new VectorDataViewType(NumberDataViewType.Single, ToyModel.FeatureCount), position =>
        (ValueGetter<VBuffer<float>>)((ref VBuffer<float> slot) => new VBuffer<float>(3, 3, ToyRow.FeaturesOf((int)position()), [0, 1, 2]).CopyTo(ref slot)));

    private IDataView Saved(IDataView rows)
    {
        string file = Path.Combine(_folder.FullName, "rows.tsv");
        using (FileStream stream = File.Create(file))
        {
            _ml.Data.SaveAsText(rows, stream, headerRow: false, schema: false, forceDense: true);
        }
        return _ml.Data.LoadFromTextFile(file, [new("Number", DataKind.Single, 0), new("Features", DataKind.Single, 1, 3)]);
    }

    private static List<DataViewRowId> Ids(IDataView view, DataViewSchema.Column column)
    {
        List<DataViewRowId> ids = [];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref id);
            ids.Add(id);
        }
        return ids;
    }

    private static IEnumerable<float> Numbers(int first, int count) => Enumerable.Range(first, count).Select(row => (float)row);

    /// <summary>The numbers of a cursor's rows, each of which was found to have its own score.</summary>
    private static IEnumerable<float> CheckedNumbers(DataViewRowCursor cursor)
    {
        ValueGetter<float> number = cursor.GetGetter<float>(cursor.Schema["Number"]);
        ValueGetter<float> score = cursor.GetGetter<float>(cursor.Schema["Score"]);
        float row = 0, value = 0;
        while (cursor.MoveNext())
        {
            number(ref row);
            score(ref value);
            Assert.AreEqual(ToyModel.Linear(ToyRow.FeaturesOf((int)row)), value);
            yield return row;
        }
    }

    private static void AssertClose(IEnumerable<float> expected, IEnumerable<float> actual)
    {
        float[] values = [.. actual];
        Assert.HasCount(expected.Count(), values);
        Assert.IsLessThanOrEqualTo(Tolerance, expected.Zip(values, (one, other) => Math.Abs(one - other)).DefaultIfEmpty().Max());
    }
}

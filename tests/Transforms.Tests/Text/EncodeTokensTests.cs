using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Tests;

/// <summary>The transform in ML.NET's pipelines, with words.</summary>
[TestClass]
public sealed class EncodeTokensTests
{
    private static readonly string[] s_texts = ["the cat sat", "The dog sat!", "a bird", ""];

    private static readonly EncodeTokensOptions s_frequent = new() { MinimumCount = 2 };

    private readonly MLContext _ml = new();

    [TestMethod]
    public void Fit_LearnsWordsByTheirCount_AndOthersAreKeyZero()
    {
        TokenEncodingTransformer model = ToyText.Fit(s_frequent, s_texts);
        Assert.AreEqual("sat the", string.Join(' ', ToyText.Tokens(model)));
        Assert.AreSequenceEqual(["2 0 1", "2 0 1 0", "0 0", ""], ToyText.Keys(model, s_texts));
    }

    [TestMethod]
    public void Options_SayWhatIsLearned()
    {
        Assert.AreEqual("sat the ! a bird cat dog", string.Join(' ', ToyText.Tokens(ToyText.Fit(null, s_texts))));
        Assert.AreEqual("sat the !", string.Join(' ', ToyText.Tokens(ToyText.Fit(new() { MaximumVocabularySize = 3 }, s_texts))));
        Assert.AreEqual("sat", string.Join(' ', ToyText.Tokens(ToyText.Fit(s_frequent with { LowerCase = false }, s_texts))));
    }

    [TestMethod]
    public void MaximumTokens_KeepsTheFirst()
    {
        TokenEncodingTransformer model = ToyText.Fit(s_frequent with { MaximumTokens = 2 }, s_texts);
        Assert.AreSequenceEqual(["2 0", "2 0", "0 0", ""], ToyText.Keys(model, s_texts));
    }

    [TestMethod]
    public void MissingText_HasNoKeys()
    {
        TokenEncodingTransformer model = ToyText.Fit(s_frequent, [.. s_texts, null]);
        Assert.AreSequenceEqual(["", "1"], ToyText.Keys(model, null, "SAT"));
    }

    [TestMethod]
    public void Column_IsAVectorOfKeysOfVariableSize_BehindTheOthers()
    {
        DataViewSchema schema = ToyText.Fit(s_frequent, s_texts).GetOutputSchema(ToyText.View().Schema);
        Assert.AreSequenceEqual(["Text", "Keys"], schema.Select(column => column.Name));
        VectorDataViewType type = (VectorDataViewType)schema["Keys"].Type;
        Assert.IsFalse(type.IsKnownSize);
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 2), type.ItemType);
    }

    [TestMethod]
    public void MapKeyToValue_GivesTheWordsBack()
    {
        IDataView words = _ml.Transforms.Text.EncodeTokens("Keys", "Text", s_frequent).Append(_ml.Transforms.Conversion.MapKeyToValue("Words", "Keys"))
            .Fit(ToyText.View(s_texts)).Transform(ToyText.View("THE Sat cat"));
        Assert.AreEqual("the|sat|", string.Join('|', words.GetColumn<ReadOnlyMemory<char>[]>("Words").Single()));
    }

    [TestMethod]
    public void InputColumn_IsThatOfTheSameNameUnlessNamed()
    {
        TokenEncodingTransformer model = _ml.Transforms.Text.EncodeTokens("Text").Fit(ToyText.View(s_texts));
        IDataView data = model.Transform(ToyText.View("sat"));
        Assert.AreEqual(1u, data.GetColumn<uint[]>("Text").Single().Single());
    }

    [TestMethod]
    public void GetOutputSchema_PromisesWhatComes()
    {
        TokenEncodingEstimator estimator = _ml.Transforms.Text.EncodeTokens("Keys", "Text");
        SchemaShape promised = estimator.GetOutputSchema(SchemaShape(ToyText.View().Schema));
        SchemaShape delivered = SchemaShape(estimator.Fit(ToyText.View(s_texts)).GetOutputSchema(ToyText.View().Schema));
        Assert.AreEqual(Described(delivered), Described(promised));
        Assert.Contains("Keys VariableVector UInt32 key KeyValues", Described(promised));
    }

    [TestMethod]
    public void Fit_WithoutAFrequentWord_SaysWhatToDo()
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => ToyText.Fit(s_frequent, "all words differ"));
        Assert.AreEqual("No word of column 'Text' can be learned: expected some that occur at least 2 times. Fit on more rows, or lower MinimumCount.", error.Message);
    }

    [TestMethod]
    public void OtherColumns_AreRefusedByFitAndTransform()
    {
        const string Remedy = "Encode each column of text by itself; join several with mlContext.Transforms.Expression first.";
        ToyView vectors = new(1, ToyColumn.InPlace("Text", TextDataViewType.Instance, 2, _ => new[] { "a".AsMemory(), "b".AsMemory() }));
        TokenEncodingEstimator estimator = _ml.Transforms.Text.EncodeTokens("Keys", "Text");
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(vectors));
        Assert.AreEqual($"Schema mismatch for text column 'Text': expected String, got Vector<String>. {Remedy}", error.Message);
        error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ToyText.Fit(null, s_texts).Transform(vectors));
        Assert.AreEqual($"Schema mismatch for text column 'Text': expected String, got Vector<String, 2>. {Remedy}", error.Message);
        error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(new ToyView(1, ToyColumn.Number)));
        Assert.AreEqual("Could not find text column 'Text'. Add it to the data, or name another one in the options.", error.Message);
    }

    [TestMethod]
    public void Fit_ReadsTheRowsOnce_AndWithAFileNotAtAll()
    {
        ToyView rows = new(4, ToyColumn.Of("Text", TextDataViewType.Instance, _ => "cat".AsMemory()), ToyColumn.Untouchable("Other"));
        _ml.Transforms.Text.EncodeTokens("Keys", "Text").Fit(rows);
        Assert.AreEqual(1, rows.CursorCount);
        Assert.AreEqual(0, rows.OpenCursorCount);
        Assert.AreSequenceEqual(["Text"], rows.ColumnsAskedFor);
        Assert.AreSequenceEqual(["1 0 2 4"], ToyText.Keys(ToyVocabulary.Fit(TokenizerKind.Words), "Ab cat UN!"));
    }

    [TestMethod]
    public void Fit_OfOtherOrder_GivesTheSameVocabulary() => Assert.AreSequenceEqual(
        ToyText.Tokens(ToyText.Fit(new() { MinimumCount = 1 }, s_texts)), ToyText.Tokens(ToyText.Fit(new() { MinimumCount = 1 }, [.. s_texts.Reverse()])));

    [TestMethod]
    public void Fit_InACancelledContext_Ends()
    {
        typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(_ml, null);
        Assert.ThrowsExactly<OperationCanceledException>(() => _ml.Transforms.Text.EncodeTokens("Keys", "Text").Fit(ToyText.View(s_texts)));
    }

    [TestMethod]
    public void PredictionEngine_EncodesSingleRows()
    {
        using PredictionEngine<ToyText, Encoded> engine = _ml.Model.CreatePredictionEngine<ToyText, Encoded>(ToyText.Fit(s_frequent, s_texts));
        Assert.AreSequenceEqual((uint[])[2, 0, 1], engine.Predict(new ToyText { Text = "the cat sat" }).Keys);
        Assert.IsEmpty(engine.Predict(new ToyText()).Keys);
        Assert.AreSequenceEqual((uint[])[1], engine.Predict(new ToyText { Text = "sat" }).Keys);
    }

    [TestMethod]
    [DynamicData(nameof(ToyVocabulary.Kinds), typeof(ToyVocabulary))]
    public void ManyThreads_UseOneTransformer(TokenizerKind kind)
    {
        TokenEncodingTransformer model = ToyVocabulary.Fit(kind);
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"ab unable hello{i} {new string('a', i)} ab!")];
        string[] expected = ToyText.Keys(model, texts);
        Parallel.For(0, 8, _ => Assert.AreSequenceEqual(expected, ToyText.Keys(model, texts)));
    }

    private static SchemaShape SchemaShape(DataViewSchema schema) =>
        (SchemaShape)typeof(SchemaShape).GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [schema])!;

    private static string Described(SchemaShape shape) => string.Join('\n', shape.Select(column =>
        $"{column.Name} {column.Kind} {column.ItemType} {(column.IsKey ? "key" : "")} {string.Join(' ', column.Annotations.Select(annotation => annotation.Name))}").Order());

    private sealed class Encoded
    {
        public uint[] Keys { get; set; } = [];
    }
}

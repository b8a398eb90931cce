namespace MLNetDeep.Tests;

[TestClass]
public sealed class TrainingDataTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static MlpOptions Small => new() { HiddenLayerSizes = [8], NumberOfEpochs = 2, Seed = 1 };

    [TestMethod]
    public void Fit_ReadsItsDataOnce()
    {
        int passes = 0;
        IEnumerable<ToyRow<bool>> Stream()
        {
            passes++;
            foreach (ToyRow<bool> row in ToyData.Rows(3000, 1, ToyData.Sign)) // more than the memory that is reserved for an unknown number
            {
                yield return row;
            }
        }
        SchemaDefinition schema = SchemaDefinition.Create(typeof(ToyRow<bool>));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, ToyData.FeatureCount);
        IDataView data = _ml.Data.LoadFromEnumerable(Stream(), schema);
        Assert.IsNull(data.GetRowCount());
        using DeepTransformer streamed = _ml.BinaryClassification.Trainers.Mlp(Small).Fit(data);
        Assert.AreEqual(1, passes);

        IDataView known = ToyData.Binary(_ml, rows: 3000);
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Mlp(Small).Fit(known);
        BitAssert.AreEqual(Scores.Of(model, known), Scores.Of(streamed, known));
    }

    [TestMethod]
    [DataRow(typeof(byte))]
    [DataRow(typeof(ushort))]
    [DataRow(typeof(uint))]
    [DataRow(typeof(ulong))]
    public void Label_OfAnyKeyType_IsLearned(Type keyType)
    {
        IDataView data = ToyData.Multiclass(_ml);
        IDataView converted = _ml.Transforms.Conversion
            .ConvertType("Label", outputKind: Enum.Parse<DataKind>(keyType.Name))
            .Fit(data).Transform(data);
        Assert.AreEqual(new KeyDataViewType(keyType, 3), converted.Schema["Label"].Type);
        using DeepTransformer expected = _ml.MulticlassClassification.Trainers.Mlp(Small).Fit(data);
        using DeepTransformer actual = _ml.MulticlassClassification.Trainers.Mlp(Small).Fit(converted);

        BitAssert.AreEqual(Scores.Of(expected, data), Scores.Of(actual, data));
    }
}

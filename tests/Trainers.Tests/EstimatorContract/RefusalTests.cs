namespace MLNetDeep.Tests;

/// <summary>A column that does not fit is refused when the pipeline is built and when it is fitted, with the remedy.</summary>
[TestClass]
public sealed class RefusalTests
{
    private const string FeatureRemedy = "Build it with mlContext.Transforms.Concatenate(\"{0}\", ...) from Single columns.";
    private const string LengthRemedy = "Bring all rows to one length, or use Trainers.Rnn, which takes rows of any length.";
    private const string SequenceRemedy = "Make numbers Single with mlContext.Transforms.Concatenate, and text keys with mlContext.Transforms.Text.EncodeTokens.";
    private const string BooleanRemedy = "Convert it with mlContext.Transforms.Conversion.ConvertType(\"{0}\", outputKind: DataKind.Boolean), or use a multiclass trainer.";
    private const string SingleRemedy = "Convert it with mlContext.Transforms.Conversion.ConvertType(\"{0}\", outputKind: DataKind.Single).";
    private const string KeyRemedy = "Convert it with mlContext.Transforms.Conversion.MapValueToKey(\"{0}\").";

    private static readonly string[] s_roles = ["label", "feature", "weight"];

    private static readonly (string Column, string Type)[] s_types =
    [
        ("Boolean", "Boolean"), ("Text", "String"), ("Single", "Single"), ("Double", "Double"), ("Number", "UInt32"), ("Key", "Key<UInt32>"),
        ("Singles", "Vector<Single>"), ("Doubles", "Vector<Double>"), ("Variable", "VarVector<Single>"),
    ];

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> WrongLabels =>
        from trainer in TrainerCase.OfRows
        let needed = Label(trainer)
        from type in s_types
        where type.Column != needed.Column && !(trainer is { Small: RnnOptions, Task: TaskKind.Regression } && type.Column is "Singles" or "Variable") // a label for each step
        select Wrong(trainer, "label", type, needed.Expected, needed.Remedy);

    public static IEnumerable<object[]> WrongFeatures =>
        from trainer in TrainerCase.All
        from type in s_types
        where type.Column != "Singles" && !(trainer.Small is RnnOptions && type.Column == "Variable")
        let needed = Features(trainer.Small, type.Column)
        select Wrong(trainer, "feature", type, needed.Expected, needed.Remedy);

    public static IEnumerable<object[]> WrongWeights =>
        from trainer in TrainerCase.All
        from type in s_types
        where type.Column != "Single"
        select Wrong(trainer, "weight", type, "Single", SingleRemedy);

    public static IEnumerable<object[]> Roles =>
        from trainer in TrainerCase.All
        from role in s_roles
        select new object[] { trainer, role };

    [TestMethod]
    [DynamicData(nameof(WrongLabels))]
    public void Label_OfAnotherType_IsRefused(TrainerCase trainer, string column, string message) =>
        AssertRefused(trainer, Fitting(trainer) with { LabelColumnName = column }, message);

    [TestMethod]
    [DynamicData(nameof(WrongFeatures))]
    public void Features_OfAnotherType_AreRefused(TrainerCase trainer, string column, string message) =>
        AssertRefused(trainer, Fitting(trainer) with { FeatureColumnName = column }, message);

    [TestMethod]
    [DynamicData(nameof(WrongWeights))]
    public void Weight_OfAnotherType_IsRefused(TrainerCase trainer, string column, string message) =>
        AssertRefused(trainer, Fitting(trainer) with { ExampleWeightColumnName = column }, message);

    [TestMethod]
    [DynamicData(nameof(Roles))]
    public void Column_ThatIsMissing_IsRefused(TrainerCase trainer, string role)
    {
        DeepTrainerOptions options = Fitting(trainer);
        AssertRefused(
            trainer,
            role switch
            {
                "label" => options with { LabelColumnName = "Nothing" },
                "feature" => options with { FeatureColumnName = "Nothing" },
                _ => options with { ExampleWeightColumnName = "Nothing" },
            },
            $"Could not find {role} column 'Nothing'. Add it to the data, or name another one in the options.");
    }

    [TestMethod]
    [DynamicData(nameof(TrainerCase.All), typeof(TrainerCase))]
    public void Columns_ThatFit_AreTaken(TrainerCase trainer)
    {
        IDataView data = AllTypes(_ml);
        using DeepTransformer model = trainer.Create(_ml, Fitting(trainer)).Fit(data);

        Assert.AreEqual(2, model.Model.FeatureCount);
    }

    private static (string Column, string Expected, string Remedy) Label(TrainerCase trainer) => (trainer.Task, trainer.HasStepLabels) switch
    {
        (TaskKind.BinaryClassification, false) => ("Boolean", "Boolean", BooleanRemedy),
        (TaskKind.BinaryClassification, true) => ("Booleans", "Boolean", BooleanRemedy),
        (TaskKind.MulticlassClassification, false) => ("Key", "a key", KeyRemedy),
        (TaskKind.MulticlassClassification, true) => ("Keys", "a key", KeyRemedy),
        (_, false) => ("Single", "Single", SingleRemedy),
        _ => ("Singles", "Single", SingleRemedy),
    };

    private static (string Expected, string Remedy) Features(DeepTrainerOptions options, string column) => options switch
    {
        RnnOptions => ("a vector of Single or of keys", SequenceRemedy),
        CnnOptions when column == "Variable" => ("Vector<Single> of known size", LengthRemedy),
        _ => ("Vector<Single> of known size", FeatureRemedy),
    };

    private static object[] Wrong(TrainerCase trainer, string role, (string Column, string Type) type, string expected, string remedy) =>
        [trainer, type.Column, $"Schema mismatch for {role} column '{type.Column}': expected {expected}, got {type.Type}. {string.Format(null, remedy, type.Column)}"];

    /// <summary>Options whose columns fit.</summary>
    private static DeepTrainerOptions Fitting(TrainerCase trainer) =>
        trainer.Small with { LabelColumnName = Label(trainer).Column, FeatureColumnName = "Singles", ExampleWeightColumnName = "Single" };

    private void AssertRefused(TrainerCase trainer, DeepTrainerOptions options, string message)
    {
        IDataView data = AllTypes(_ml);
        DeepTrainer refused = trainer.Create(_ml, options);

        ArgumentOutOfRangeException fit = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => refused.Fit(data));
        ArgumentOutOfRangeException schema = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => refused.GetOutputSchema(SchemaShape.Create(data.Schema)));

        Assert.AreEqual(message, fit.Message);
        Assert.AreEqual(message, schema.Message);
    }

    private static IDataView AllTypes(MLContext ml) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => new TypedRow(i)));

    /// <summary>A column of each type, named after it.</summary>
    private sealed class TypedRow(int i)
    {
        public bool Boolean { get; set; } = i % 2 == 0;
        public string Text { get; set; } = $"{i}";
        public float Single { get; set; } = i;
        public double Double { get; set; } = i;
        public uint Number { get; set; } = (uint)i;
        [KeyType(3)] public uint Key { get; set; } = (uint)(i % 3);
        [VectorType(2)] public bool[] Booleans { get; set; } = [i % 2 == 0, i % 3 == 0];
        [VectorType(2), KeyType(3)] public uint[] Keys { get; set; } = [(uint)(i % 3), 1];
        [VectorType(1, 2)] public float[] Singles { get; set; } = [i, -i];
        [VectorType(2)] public double[] Doubles { get; set; } = [i, -i];
        public float[] Variable { get; set; } = new float[i];
    }
}

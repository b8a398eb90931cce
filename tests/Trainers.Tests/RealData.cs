namespace MLNetDeep.Tests;

/// <summary>Public data sets, read and featurized by standard ML.NET steps, from the folder that MLNETDEEP_DATA names.</summary>
internal static class RealData
{
    /// <summary>The path of a file, or an inconclusive test where the data is not there.</summary>
    internal static string Path(string file)
    {
        string? folder = Environment.GetEnvironmentVariable("MLNETDEEP_DATA");
        string path = System.IO.Path.Combine(folder ?? "", file);
        if (folder is null || !File.Exists(path))
        {
            Assert.Inconclusive($"MLNETDEEP_DATA does not name a folder with {file}.");
        }
        return path;
    }

    /// <summary>Census rows: six numbers but the survey weight, and eight categories; does a person earn more than 50,000 dollars?</summary>
    internal static (IDataView Train, IDataView Test) Adult(MLContext ml)
    {
        int[] numbers = [0, 4, 10, 11, 12], categories = [1, 3, 5, 6, 7, 8, 9, 13];
        TextLoader.Column[] columns =
        [
            .. numbers.Select(index => new TextLoader.Column($"C{index}", DataKind.Single, index)),
            .. categories.Select(index => new TextLoader.Column($"C{index}", DataKind.String, index)),
            new("Income", DataKind.String, 14),
        ];
        TextLoader.Options options = new() { Columns = columns, Separators = [','], TrimWhitespace = true };
        Dictionary<string, bool> isHigh = new() { [">50K"] = true, [">50K."] = true, ["<=50K"] = false, ["<=50K."] = false };
        IEstimator<ITransformer> steps = ml.Transforms.Conversion.MapValue("Label", isHigh, "Income")
            .Append(ml.Transforms.Categorical.OneHotEncoding([.. categories.Select(index => new InputOutputColumnPair($"C{index}"))]))
            .Append(ml.Transforms.Concatenate("Features", [.. numbers.Concat(categories).Select(index => $"C{index}")]));
        return Load(ml, options, steps, "adult-train.csv", "adult-test.csv");
    }

    /// <summary>Handwritten digits of 8×8 pixels.</summary>
    internal static (IDataView Train, IDataView Test) Digits(MLContext ml)
    {
        TextLoader.Options options = new()
        {
            Columns = [new("Features", DataKind.Single, 0, 63), new("Label", DataKind.Single, 64)],
            Separators = [','],
        };
        return Load(ml, options, ml.Transforms.Conversion.MapValueToKey("Label"), "optdigits-train.csv", "optdigits-test.csv");
    }

    /// <summary>New York taxi rides: what is the fare?</summary>
    internal static (IDataView Train, IDataView Test) TaxiFares(MLContext ml)
    {
        TextLoader.Column[] columns =
            [new("Vendor", DataKind.String, 0), new("Numbers", DataKind.Single, 1, 4), new("Payment", DataKind.String, 5), new("Label", DataKind.Single, 6)];
        TextLoader.Options options = new() { Columns = columns, Separators = [','], HasHeader = true };
        IEstimator<ITransformer> steps = ml.Transforms.Categorical.OneHotEncoding([new("Vendor"), new("Payment")])
            .Append(ml.Transforms.Concatenate("Features", "Numbers", "Vendor", "Payment"));
        return Load(ml, options, steps, "taxi-fare-train.csv", "taxi-fare-test.csv");
    }

    /// <summary>Californian districts of 1990, some without a number of bedrooms: what does a house cost? A fifth is for the test.</summary>
    internal static (IDataView Train, IDataView Test) CaliforniaHousing(MLContext ml)
    {
        TextLoader.Column[] columns = [new("Numbers", DataKind.Single, 0, 7), new("Label", DataKind.Single, 8), new("Ocean", DataKind.String, 9)];
        TextLoader.Options options = new() { Columns = columns, Separators = [','], HasHeader = true };
        DataOperationsCatalog.TrainTestData split =
            ml.Data.TrainTestSplit(ml.Data.LoadFromTextFile(Path("california-housing.csv"), options), testFraction: 0.2, seed: 1);
        TransformerChain<ColumnConcatenatingTransformer> steps = ml.Transforms.Categorical.OneHotEncoding("Ocean")
            .Append(ml.Transforms.Concatenate("Features", "Numbers", "Ocean")).Fit(split.TrainSet);
        return (steps.Transform(split.TrainSet), steps.Transform(split.TestSet));
    }

    /// <summary>Sentences of film reviews: are they in favour? The features are 89,000 n-grams.</summary>
    internal static (IDataView Train, IDataView Test) Sentences(MLContext ml)
    {
        TextLoader.Options options = new() { Columns = [new("Text", DataKind.String, 0), new("Label", DataKind.Boolean, 1)] };
        return Load(ml, options, ml.Transforms.Text.FeaturizeText("Features", "Text"), Path("sst2/train.tsv"), Path("sst2/test.tsv"));
    }

    /// <summary>Fisher's iris flowers.</summary>
    internal static IDataView Iris(MLContext ml) => ml.Data.LoadFromTextFile(
        Path("iris.txt"),
        new TextLoader.Options { Columns = [new("Label", DataKind.Single, 0), new("Features", DataKind.Single, 1, 4)], HasHeader = true });

    private static (IDataView Train, IDataView Test) Load(
        MLContext ml, TextLoader.Options options, IEstimator<ITransformer> steps, string trainFile, string testFile)
    {
        IDataView train = ml.Data.LoadFromTextFile(Path(trainFile), options);
        IDataView test = ml.Data.LoadFromTextFile(Path(testFile), options);
        ITransformer fitted = steps.Fit(train);
        return (fitted.Transform(train), fitted.Transform(test));
    }
}

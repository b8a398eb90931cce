using System.Runtime.InteropServices;
using Microsoft.ML.Transforms.Image;

namespace MLNetDeep.Tests;

/// <summary>The estimator and the transformer, as ML.NET uses them.</summary>
[TestClass]
public sealed class PixelDecodingTests : IDisposable
{
    private static readonly DecodePixelsOptions s_options = new() { Width = 12, Height = 8 };

    private readonly MLContext _ml = new();
    private readonly ToyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(nameof(ToyRow.Path))]
    [DataRow(nameof(ToyRow.Content))]
    [DataRow(nameof(ToyRow.Image))]
    public void Column_OfAnyKind_GivesTheSamePixels(string column)
    {
        ToyRow[] rows = Rows(count: 5);
        float[][] pixels = Pixels(rows, column, s_options);
        float[][] expected = [.. rows.Select(row => Decode(row.Content, s_options))];
        Assert.AreEqual(5, pixels.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.AreSequenceEqual(expected[row], pixels[row]);
        }
    }

    [TestMethod]
    [DataRow(64, 48, 32, 32, ImageResizingEstimator.ResizingKind.IsoCrop)]
    [DataRow(48, 64, 32, 32, ImageResizingEstimator.ResizingKind.IsoPad)]
    [DataRow(40, 40, 32, 32, ImageResizingEstimator.ResizingKind.IsoCrop)]
    [DataRow(32, 32, 32, 32, ImageResizingEstimator.ResizingKind.IsoCrop)]
    [DataRow(100, 40, 24, 24, ImageResizingEstimator.ResizingKind.IsoCrop)]
    [DataRow(100, 37, 24, 24, ImageResizingEstimator.ResizingKind.IsoPad)]
    [DataRow(10, 20, 32, 48, ImageResizingEstimator.ResizingKind.IsoCrop)]
    [DataRow(600, 400, 20, 20, ImageResizingEstimator.ResizingKind.IsoCrop)]
    [DataRow(32, 32, 32, 32, ImageResizingEstimator.ResizingKind.Fill)]
    public void Pixels_OfOpaqueImages_AreThoseOfMLNet(int imageWidth, int imageHeight, int width, int height, ImageResizingEstimator.ResizingKind resizing)
    {
        foreach (SKEncodedImageFormat format in (SKEncodedImageFormat[])[SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg])
        {
            ToyRow row = new() { Path = _folder.Write($"image.{format}", ToyImage.Encode(ToyImage.Noise(imageWidth, imageHeight), format)) };
            Assert.AreSequenceEqual(OfMLNet(row, width, height, resizing), Pixels([row], nameof(ToyRow.Path), new DecodePixelsOptions { Width = width, Height = height, Resizing = resizing })[0]);
        }
    }

    [TestMethod]
    public void Pixels_OfTransparentImages_AreThoseOfMLNet()
    {
        SKBitmap bitmap = ToyImage.Draw(40, 30, (x, y) => new SKColor((byte)(6 * x), (byte)(8 * y), 200, (byte)(5 * x)));
        ToyRow row = new() { Path = _folder.Write("image.png", ToyImage.Encode(bitmap)) };
        DecodePixelsOptions options = new() { Width = 20, Height = 20, Resizing = ImageResizingEstimator.ResizingKind.IsoPad };
        Assert.AreSequenceEqual(OfMLNet(row, 20, 20, options.Resizing), Pixels([row], nameof(ToyRow.Path), options)[0]);
    }

    [TestMethod]
    [DataRow(PixelColor.Gray, 1)]
    [DataRow(PixelColor.Rgb, 3)]
    [DataRow(PixelColor.Rgba, 4)]
    public void Output_HasTheDimensionsChannelsHeightAndWidth(PixelColor color, int channels)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(1));
        PixelDecodingEstimator estimator = _ml.Transforms.DecodePixels("Features", nameof(ToyRow.Path), s_options with { Color = color });
        PixelDecodingTransformer transformer = estimator.Fit(data);
        VectorDataViewType type = (VectorDataViewType)transformer.GetOutputSchema(data.Schema)["Features"].Type;
        Assert.AreEqual(NumberDataViewType.Single, type.ItemType);
        Assert.AreSequenceEqual([channels, 8, 12], type.Dimensions);
        Assert.AreEqual(s_options with { Color = color }, transformer.Options);
        Assert.IsTrue(transformer.IsRowToRowMapper);
    }

    [TestMethod]
    public void Verb_WithASize_IsShortForOptions()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(1));
        PixelDecodingTransformer transformer = _ml.Transforms.DecodePixels(nameof(ToyRow.Path), 12, 8).Fit(data);
        Assert.AreEqual(s_options, transformer.Options);
        IDataView decoded = transformer.Transform(data); // hides the paths behind their pixels
        Assert.AreSequenceEqual(Pixels(Rows(1), nameof(ToyRow.Path), s_options)[0], decoded.GetColumn<float[]>(nameof(ToyRow.Path)).Single());
    }

    [TestMethod]
    public void Folder_IsWhereRelativePathsBegin()
    {
        ToyRow row = Rows(1)[0];
        ToyRow relative = new() { Path = Path.GetFileName(row.Path) };
        Assert.AreSequenceEqual(
            Pixels([row], nameof(ToyRow.Path), s_options)[0], Pixels([relative], nameof(ToyRow.Path), s_options with { Folder = _folder.Path })[0]);
    }

    [TestMethod]
    public void Columns_BesideThePixels_StayAsTheyAre()
    {
        IDataView decoded = Transform(Rows(3), nameof(ToyRow.Content), s_options);
        Assert.AreSequenceEqual([0, 1, 2], decoded.GetColumn<int>(nameof(ToyRow.Number)));
        Assert.AreEqual(3, decoded.GetRowCount());
        Assert.IsFalse(decoded.CanShuffle); // as the input
    }

    [TestMethod]
    public void Images_AreDecodedOnlyIfAskedFor_AndOnceForARow()
    {
        string path = _folder.WritePlain("image.png", 9);
        IDataView decoded = Transform([new ToyRow { Path = path }], nameof(ToyRow.Path), s_options);
        using DataViewRowCursor cursor = decoded.GetRowCursor([decoded.Schema["Features"]]);
        ValueGetter<VBuffer<float>> first = cursor.GetGetter<VBuffer<float>>(decoded.Schema["Features"]);
        ValueGetter<VBuffer<float>> second = cursor.GetGetter<VBuffer<float>>(decoded.Schema["Features"]);
        VBuffer<float> pixels = default;
        Assert.ThrowsExactly<InvalidOperationException>(() => first(ref pixels));
        Assert.IsTrue(cursor.MoveNext());
        first(ref pixels);
        File.Delete(path);
        second(ref pixels); // was decoded already
        Assert.AreEqual(9, pixels.GetValues()[0]);
        Assert.AreEqual(1, decoded.GetColumn<int>(nameof(ToyRow.Number)).Count()); // without its file
    }

    [TestMethod]
    public void Row_BehindAnUnreadableOne_IsRead()
    {
        IDataView decoded = Transform([new ToyRow { Content = [1] }, .. Rows(1)], nameof(ToyRow.Content), s_options);
        using DataViewRowCursor cursor = decoded.GetRowCursor(decoded.Schema);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(decoded.Schema["Features"]);
        VBuffer<float> pixels = default;
        cursor.MoveNext();
        Assert.ThrowsExactly<FormatException>(() => getter(ref pixels));
        Assert.ThrowsExactly<FormatException>(() => getter(ref pixels)); // again, and not what was half decoded
        cursor.MoveNext();
        getter(ref pixels);
        Assert.AreSequenceEqual(Decode(Rows(1)[0].Content, s_options), pixels.DenseValues().ToArray());
    }

    [TestMethod]
    public void CursorSet_ReadsAllRows()
    {
        IDataView decoded = Transform(Rows(200), nameof(ToyRow.Content), s_options);
        IDataView cached = _ml.Data.Cache(decoded);
        HashSet<float[]> expected = [.. Pixels(Rows(200), nameof(ToyRow.Content), s_options)];
        Assert.AreEqual(expected.Count, cached.GetColumn<float[]>("Features").Count());
        DataViewRowCursor[] cursors = decoded.GetRowCursorSet(decoded.Schema, 4);
        int rows = cursors.Sum(cursor =>
        {
            using (cursor)
            {
                int count = 0;
                while (cursor.MoveNext())
                {
                    count++;
                }
                return count;
            }
        });
        Assert.AreEqual(200, rows);
    }

    [TestMethod]
    public void PredictionEngine_DecodesWhatItIsGiven()
    {
        ToyRow[] rows = Rows(3);
        PixelDecodingTransformer transformer = _ml.Transforms.DecodePixels("Features", nameof(ToyRow.Content), s_options).Fit(_ml.Data.LoadFromEnumerable(rows));
        using PredictionEngine<ToyRow, Decoded> engine = _ml.Model.CreatePredictionEngine<ToyRow, Decoded>(transformer);
        foreach (ToyRow row in rows)
        {
            Assert.AreSequenceEqual(Decode(row.Content, s_options), engine.Predict(row).Features);
        }
        FormatException error = Assert.ThrowsExactly<FormatException>(() => engine.Predict(new ToyRow()));
        Assert.EndsWith(" is empty. Replace it, or leave it out.", error.Message);
    }

    [TestMethod]
    public void ImagesOfTheUser_AreStillTheirs()
    {
        ToyRow[] rows = Rows(3);
        Pixels(rows, nameof(ToyRow.Image), s_options);
        Assert.IsTrue(rows.All(row => row.Image!.Width == 24)); // a disposed image throws
    }

    [TestMethod]
    public void ImagesOfMLNet_LoadedAndResized_AreRead()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(5));
        EstimatorChain<PixelDecodingTransformer> chain = _ml.Transforms.LoadImages("Loaded", "", nameof(ToyRow.Path))
            .Append(_ml.Transforms.ResizeImages("Loaded", 12, 8))
            .Append(_ml.Transforms.DecodePixels("Features", 12, 8, "Loaded"));
        float[][] pixels = [.. chain.Fit(data).Transform(data).GetColumn<float[]>("Features")];
        float[][] expected = Pixels(Rows(5), nameof(ToyRow.Path), s_options);
        for (int row = 0; row < 5; row++)
        {
            Assert.AreSequenceEqual(expected[row], pixels[row]);
        }
    }

    [TestMethod]
    public void ErrorOfARow_NamesTheFile_OrTheColumnAndTheRow()
    {
        string missing = Path.Combine(_folder.Path, "no.png"), broken = _folder.Write("broken.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16]);
        Assert.AreEqual(
            $"Image file '{missing}' does not exist. Correct the path, or name the folder of relative paths in DecodePixelsOptions.Folder.",
            Error<FileNotFoundException>(new ToyRow { Path = missing }, nameof(ToyRow.Path)));
        Assert.AreEqual($"Image file '{broken}' is damaged. Replace it, or leave it out.", Error<FormatException>(new ToyRow { Path = broken }, nameof(ToyRow.Path)));
        Assert.AreEqual(
            $"Image file '{_folder.Path}' does not exist. Correct the path, or name the folder of relative paths in DecodePixelsOptions.Folder.",
            Error<FileNotFoundException>(new ToyRow { Path = _folder.Path }, nameof(ToyRow.Path)));
        Assert.AreEqual("Column 'Path', row 1, has no path. Leave such rows out.", Error<FormatException>(new ToyRow(), nameof(ToyRow.Path)));
        Assert.AreEqual("The image in column 'Content', row 1, is empty. Replace it, or leave it out.", Error<FormatException>(new ToyRow(), nameof(ToyRow.Content)));
        Assert.AreEqual("Column 'Image', row 1, has no image. Leave such rows out.", Error<FormatException>(new ToyRow(), nameof(ToyRow.Image)));
    }

    [TestMethod]
    public void FitAndSchema_WithAColumnThatHoldsNoImages_SayWhatIsNeeded()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows(1));
        const string Mismatch = "Schema mismatch for input column 'Number': expected String (paths of files), Vector<Byte> (their content) or Image, got Int32. Name a column of images in DecodePixels.";
        PixelDecodingEstimator ofNumber = _ml.Transforms.DecodePixels("Features", nameof(ToyRow.Number), s_options);
        Assert.AreEqual(Mismatch, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ofNumber.Fit(data)).Message);
        Assert.AreEqual(Mismatch, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ofNumber.GetOutputSchema(SchemaShape.Create(data.Schema))).Message);
        const string Missing = "Could not find input column 'No'. Add it to the data, or name another one in DecodePixels.";
        PixelDecodingEstimator ofNothing = _ml.Transforms.DecodePixels("Features", "No", s_options);
        Assert.AreEqual(Missing, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ofNothing.Fit(data)).Message);
        Assert.AreEqual(Missing, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ofNothing.GetOutputSchema(SchemaShape.Create(data.Schema))).Message);
    }

    [TestMethod]
    [DataRow(nameof(ToyRow.Path))]
    [DataRow(nameof(ToyRow.Content))]
    [DataRow(nameof(ToyRow.Image))]
    public void SchemaShape_HasTheColumnOfPixels(string column)
    {
        DataViewSchema schema = _ml.Data.LoadFromEnumerable(Rows(1)).Schema;
        SchemaShape shape = _ml.Transforms.DecodePixels("Features", column, s_options).GetOutputSchema(SchemaShape.Create(schema));
        SchemaShape.Column pixels = shape.Single(output => output.Name == "Features");
        Assert.AreEqual((SchemaShape.Column.VectorKind.Vector, (DataViewType)NumberDataViewType.Single, false), (pixels.Kind, pixels.ItemType, pixels.IsKey));
        Assert.AreEqual(schema.Count + 1, shape.Count);
    }

    [TestMethod]
    public void Model_SavedAndLoaded_DecodesAlike()
    {
        ToyRow[] rows = Rows(3);
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        DecodePixelsOptions options = new()
        {
            Width = 5,
            Height = 7,
            Color = PixelColor.Rgba,
            Resizing = ImageResizingEstimator.ResizingKind.IsoPad,
            Folder = _folder.Path,
            MaximumPixels = 12345,
            MaximumFileLength = 67890,
        };
        PixelDecodingTransformer transformer = _ml.Transforms.DecodePixels("Features", nameof(ToyRow.Path), options).Fit(data);
        using MemoryStream file = new();
        _ml.Model.Save(transformer, data.Schema, file);
        PixelDecodingTransformer loaded = (PixelDecodingTransformer)new MLContext().Model.Load(file, out _);
        Assert.AreEqual(options, loaded.Options);
        Assert.AreSequenceEqual(
            transformer.Transform(data).GetColumn<float[]>("Features").SelectMany(pixels => pixels),
            loaded.Transform(data).GetColumn<float[]>("Features").SelectMany(pixels => pixels));
    }

    [TestMethod]
    public async Task Model_InAProgramThatNamesNoTypeOfOurs_DecodesAlike()
    {
        ToyRow[] rows = Rows(1);
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        IDataView paths = _ml.Transforms.SelectColumns(nameof(ToyRow.Path)).Fit(data).Transform(data);
        TransformerChain<ITransformer> chain = new(_ml.Transforms.DecodePixels("Features", nameof(ToyRow.Path), s_options).Fit(paths));
        string model = Path.Combine(_folder.Path, "model.zip");
        _ml.Model.Save(chain, paths.Schema, model);

        FixtureResult result = await FixtureProgram.RunAsync("DecodeOnly", [model, rows[0].Path]);

        Assert.AreEqual("", result.Error);
        Assert.AreEqual(0, result.ExitCode);
        Assert.AreSequenceEqual(Decode(rows[0].Content, s_options), MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(result.Output)).ToArray());
    }

    /// <summary>What ML.NET's own transforms make of a file.</summary>
    private float[] OfMLNet(ToyRow row, int width, int height, ImageResizingEstimator.ResizingKind resizing)
    {
        IDataView data = _ml.Data.LoadFromEnumerable([row]);
        return _ml.Transforms.LoadImages("Loaded", "", nameof(ToyRow.Path))
            .Append(_ml.Transforms.ResizeImages("Loaded", width, height, resizing: resizing))
            .Append(_ml.Transforms.ExtractPixels("Features", "Loaded"))
            .Fit(data).Transform(data).GetColumn<float[]>("Features").Single();
    }

    private float[][] Pixels(ToyRow[] rows, string column, DecodePixelsOptions options) =>
        [.. Transform(rows, column, options).GetColumn<float[]>("Features")];

    private IDataView Transform(ToyRow[] rows, string column, DecodePixelsOptions options)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        return _ml.Transforms.DecodePixels("Features", column, options).Fit(data).Transform(data);
    }

    private string Error<TException>(ToyRow second, string column)
        where TException : Exception
    {
        ToyRow[] rows = [Rows(1)[0], second];
        return Assert.ThrowsExactly<TException>(() => Pixels(rows, column, s_options)).Message;
    }

    /// <summary>Different images of 24 × 18 pixels, each as a file, its bytes, and an image.</summary>
    private ToyRow[] Rows(int count) =>
    [
        .. Enumerable.Range(0, count).Select(number =>
        {
            byte[] content = ToyImage.Encode(ToyImage.Draw(24, 18, (x, y) => new SKColor((byte)(10 * x), (byte)(14 * y), (byte)(50 * number))));
            return new ToyRow
            {
                Path = _folder.Write($"{number}.png", content),
                Content = content,
                Image = MLImage.CreateFromStream(new MemoryStream(content)),
                Number = number,
            };
        }),
    ];

    private static float[] Decode(byte[] content, DecodePixelsOptions options)
    {
        PixelDecoder decoder = new(options);
        byte[] pixels = new byte[decoder.Length];
        decoder.Decode(content, "It", pixels);
        return [.. pixels.Select(value => (float)value)];
    }

    private sealed class Decoded
    {
        public float[] Features { get; set; } = [];
    }
}

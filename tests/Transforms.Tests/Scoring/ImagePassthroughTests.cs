using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MLNetDeep.Tests;

/// <summary>Images are native memory with an owner: getters upstream dispose the image they are given, users keep theirs.</summary>
[TestClass]
public sealed class ImagePassthroughTests
{
    private const int Count = 12;
    private const int FileSide = 8;
    private const int Side = 4;
    private const int Width = Side * Side * 3;

    private readonly MLContext _ml = new();
    private readonly DeepTransformer _sum = ToyModel.SumOf(Width);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [TestCleanup]
    public void Free()
    {
        _sum.Dispose();
        _folder.Delete(recursive: true);
    }

    [TestMethod]
    public void LoadedImages_BesideTheirScores_AreThoseOfTheRow()
    {
        IDataView scored = ScoredFiles();
        using DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema);
        Assert.IsInstanceOfType<RowByRowCursor>(cursor); // nobody would dispose images that were read ahead
        ValueGetter<MLImage> image = cursor.GetGetter<MLImage>(scored.Schema["Resized"]);
        ValueGetter<float> score = cursor.GetGetter<float>(scored.Schema["Score"]);
        MLImage picture = null!;
        float sum = 0;
        while (cursor.MoveNext())
        {
            image(ref picture);
            score(ref sum);
            Assert.AreEqual((byte)cursor.Position, picture.Pixels[0]);
            Assert.AreEqual(Width * cursor.Position, sum);
        }
    }

    [TestMethod]
    public void LoadedImages_BehindTheirScores_AreReadInBlocks()
    {
        IDataView scored = ScoredFiles();
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"], scored.Schema["Path"]]);
        Assert.IsInstanceOfType<BlockCursor>(cursor);
        Assert.AreSequenceEqual(
            Enumerable.Range(0, Count).Select(number => (float)(Width * number)), scored.GetColumn<float>("Score"));
    }

    [TestMethod]
    public void ImagesOfTheUser_AfterScoring_AreStillTheirs()
    {
        using DeepTransformer transformer = ToyModel.Regression();
        Picture[] pictures = [.. Enumerable.Range(0, Count).Select(number => new Picture(number))];
        IDataView scored = transformer.Transform(_ml.Data.LoadFromEnumerable(pictures));
        using (DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema))
        {
            ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(scored.Schema["Image"]);
            ValueGetter<float> score = cursor.GetGetter<float>(scored.Schema["Score"]);
            MLImage image = null!;
            float value = 0;
            while (cursor.MoveNext())
            {
                getter(ref image);
                score(ref value);
                Assert.AreSame(pictures[cursor.Position].Image, image);
                Assert.AreEqual(ToyModel.Linear(pictures[cursor.Position].Features), value);
            }
        }
        Assert.IsTrue(pictures.All(picture => picture.Image.Width == FileSide)); // a disposed image throws
    }

    private IDataView ScoredFiles()
    {
        for (int number = 0; number < Count; number++)
        {
            using MLImage image = Paint(number);
            image.Save(Path.Combine(_folder.FullName, $"{number}.png"));
        }
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, Count).Select(number => new PictureFile { Path = $"{number}.png" }));
        EstimatorChain<ImagePixelExtractingTransformer> images = _ml.Transforms.LoadImages("Image", _folder.FullName, nameof(PictureFile.Path))
            .Append(_ml.Transforms.ResizeImages("Resized", Side, Side, "Image"))
            .Append(_ml.Transforms.ExtractPixels("Features", "Resized"));
        return _sum.Transform(images.Fit(data).Transform(data));
    }

    /// <summary>An opaque image, all of whose colors have the value <paramref name="number"/>.</summary>
    private static MLImage Paint(int number)
    {
        byte value = (byte)number;
        byte[] pixels = [.. Enumerable.Repeat(new[] { value, value, value, byte.MaxValue }, FileSide * FileSide).SelectMany(pixel => pixel)];
        return MLImage.CreateFromPixels(FileSide, FileSide, MLPixelFormat.Bgra32, pixels);
    }

    private sealed class Picture(int number)
    {
        [ImageType(FileSide, FileSide)]
        public MLImage Image { get; set; } = Paint(number);

        [VectorType(ToyModel.FeatureCount)]
        public float[] Features { get; set; } = ToyRow.FeaturesOf(number);
    }

    private sealed class PictureFile
    {
        public required string Path { get; init; }
    }
}

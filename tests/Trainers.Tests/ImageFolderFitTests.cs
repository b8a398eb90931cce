namespace MLNetDeep.Tests;

/// <summary>From a folder of images to predictions for files and bytes.</summary>
[TestClass]
public sealed class ImageFolderFitTests : IDisposable
{
    private const int Size = 12; // pixels

    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Cnn_OnAFolderOfShapes_TellsThemApart_AlsoWhenSavedWithItsDecoder()
    {
        DecodePixelsOptions pixels = new() { Width = Size, Height = Size, Color = PixelColor.Gray };
        ImageFolderOptions options = new() { Pixels = pixels, OnUnreadable = UnreadableImages.Skip };
        Draw("training", count: 400, seed: 1);
        Draw("test", count: 200, seed: 2);
        File.WriteAllBytes(Path.Combine(_folder.Path, "training", "cross", "broken.png"), [0x89, (byte)'P', (byte)'N', (byte)'G', 0]);

        ImageFolderView training = _ml.Data.LoadFromImageFolder(Path.Combine(_folder.Path, "training"), options);
        ImageFolderView test = _ml.Data.LoadFromImageFolder(Path.Combine(_folder.Path, "test"), options);
        Assert.AreEqual((400L, 1), (training.GetRowCount(), training.Skipped.Count));
        CnnOptions network = new() { Channels = 8, NumberOfEpochs = 30, LearningRate = 0.01, Seed = 1 };
        using TransformerChain<DeepTransformer> model = _ml.Transforms.Conversion.MapValueToKey("Label").Append(_ml.MulticlassClassification.Trainers.Cnn(network)).Fit(training);
        IDataView scored = model.Transform(test);
        Assert.IsGreaterThan(0.9, _ml.MulticlassClassification.Evaluate(scored).MicroAccuracy); // the majority is 0.5

        // The file alone leads to the same scores as the folder.
        using TransformerChain<DeepTransformer> ofFiles = _ml.Transforms.DecodePixels("Features", "ImagePath", pixels).Fit(test).Append(model.LastTransformer);
        using MemoryStream file = new();
        _ml.Model.Save(ofFiles, test.Schema, file);
        using TransformerChain<ITransformer> loaded = (TransformerChain<ITransformer>)new MLContext().Model.Load(file, out _);
        IDataView paths = _ml.Transforms.SelectColumns("ImagePath").Fit(test).Transform(test);
        Assert.AreSequenceEqual(Scores.Of(scored), Scores.Of(loaded.Transform(paths)));
    }

    /// <summary>Crosses and squares on noise, anywhere.</summary>
    private void Draw(string folder, int count, int seed)
    {
        Random random = new(seed);
        for (int index = 0; index < count; index++)
        {
            bool isCross = index % 2 == 0;
            string path = Directory.CreateDirectory(Path.Combine(_folder.Path, folder, isCross ? "cross" : "square")).FullName;
            using MLImage image = MLImage.CreateFromPixels(Size, Size, MLPixelFormat.Rgba32, Pixels(random, isCross));
            image.Save(Path.Combine(path, $"{index}.png"));
        }
    }

    private static byte[] Pixels(Random random, bool isCross)
    {
        int centerX = random.Next(2, Size - 2), centerY = random.Next(2, Size - 2);
        byte[] pixels = new byte[4 * Size * Size];
        for (int pixel = 0; pixel < Size * Size; pixel++)
        {
            int x = Math.Abs(pixel % Size - centerX), y = Math.Abs(pixel / Size - centerY);
            bool isShape = isCross ? Math.Min(x, y) == 0 && Math.Max(x, y) < 3 : Math.Max(x, y) < 2;
            pixels.AsSpan(4 * pixel, 3).Fill((byte)(random.Next(64) + (isShape ? 160 : 0)));
            pixels[4 * pixel + 3] = byte.MaxValue;
        }
        return pixels;
    }
}

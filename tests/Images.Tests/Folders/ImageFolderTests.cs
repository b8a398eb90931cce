using Microsoft.ML.Runtime;

namespace MLNetDeep.Tests;

/// <summary><c>mlContext.Data.LoadFromImageFolder</c>.</summary>
[TestClass]
public sealed class ImageFolderTests : IDisposable
{
    private static readonly ImageFolderOptions s_options = new() { Pixels = new DecodePixelsOptions { Width = 2, Height = 2, Color = PixelColor.Gray } };

    private readonly MLContext _ml = new();
    private readonly ToyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Rows_AreTheImages_InTheOrdinalOrderOfTheirPaths()
    {
        _folder.WritePlain("b/2.png", 5);
        _folder.WritePlain("a/deep/er/1.PNG", 2);
        _folder.WritePlain("a/Z.png", 1);
        _folder.WritePlain("b/10.png", 4);
        _folder.WritePlain("B/x.png", 0);
        _folder.WritePlain("a/ä.png", 3);
        ImageFolderView view = Load(s_options);
        string[] expected = ["B/x.png", "a/Z.png", "a/deep/er/1.PNG", "a/ä.png", "b/10.png", "b/2.png"];
        Assert.AreSequenceEqual(expected.Select(name => Path.Combine(_folder.Path, name)), view.GetColumn<string>("ImagePath").Select(path => path.Replace('\\', '/')));
        Assert.AreSequenceEqual(["B", "a", "a", "a", "b", "b"], view.GetColumn<string>("Label"));
        Assert.AreSequenceEqual([0f, 1, 2, 3, 4, 5], view.GetColumn<float[]>("Features").Select(pixels => pixels.Distinct().Single()));
        Assert.AreEqual(6, view.GetRowCount());
    }

    [TestMethod]
    public void Pixels_AreThoseOfDecodePixels()
    {
        _folder.Write("a/1.png", ToyImage.Encode(ToyImage.Noise(31, 17)));
        _folder.Write("b/2.jpg", ToyImage.Encode(ToyImage.Noise(8, 40), SKEncodedImageFormat.Jpeg));
        DecodePixelsOptions pixels = new() { Width = 9, Height = 6, Color = PixelColor.Rgba };
        ImageFolderView view = Load(s_options with { Pixels = pixels });
        IDataView decoded = _ml.Transforms.DecodePixels("Again", "ImagePath", pixels).Fit(view).Transform(view);
        Assert.AreEqual(decoded.Schema["Again"].Type, decoded.Schema["Features"].Type);
        Assert.AreSequenceEqual(
            decoded.GetColumn<float[]>("Again").SelectMany(values => values), decoded.GetColumn<float[]>("Features").SelectMany(values => values));
    }

    [TestMethod]
    public void Pixels_AreReadAgain_WithoutTheFiles()
    {
        string path = _folder.WritePlain("a/1.png", 7);
        _folder.WritePlain("b/1.png", 8);
        ImageFolderView view = _ml.Data.LoadFromImageFolder(_folder.Path, width: 3, height: 5);
        File.Delete(path);
        for (int pass = 0; pass < 2; pass++)
        {
            Assert.AreSequenceEqual([7f, 8], view.GetColumn<float[]>("Features").Select(pixels => pixels[0]));
        }
        Assert.AreSequenceEqual([3, 5, 3], ((VectorDataViewType)view.Schema["Features"].Type).Dimensions);
    }

    [TestMethod]
    public void OtherFiles_AreIgnoredAndCounted()
    {
        _folder.WritePlain("a/1.png", 1);
        _folder.WritePlain("b/1.png", 1);
        _folder.WritePlain("beside.png", 1);
        _folder.Write("a/notes.txt", [1]);
        _folder.Write("b/deep/data", [1]);
        MessageLog log = new(_ml);
        ImageFolderView view = Load(s_options);
        Assert.AreEqual(2, view.GetRowCount());
        Assert.AreEqual(3, view.IgnoredFileCount);
        Assert.IsEmpty(view.Skipped);
        Assert.Contains("Decoded 2 images, skipped 0; ignored 3 other files.", log.Information);
        Assert.IsEmpty(log.Warnings);
    }

    [TestMethod]
    [DataRow(".bmp", true)]
    [DataRow(".gif", true)]
    [DataRow(".jpeg", true)]
    [DataRow(".JPG", true)]
    [DataRow(".png", true)]
    [DataRow(".webp", true)]
    [DataRow(".tif", false)]
    public void Extension_TellsAnImage(string extension, bool isImage)
    {
        _folder.WritePlain("a/1.png", 1);
        _folder.WritePlain("b/1.png", 1);
        _folder.WritePlain($"b/2{extension}", 1); // the content tells the kind
        Assert.AreEqual(isImage ? 3 : 2, Load(s_options).GetRowCount());
    }

    [TestMethod]
    public void UnreadableImages_ByDefault_AreOneErrorThatNamesTheFirst()
    {
        string first = Unreadable();
        FormatException error = Assert.ThrowsExactly<FormatException>(() => Load(s_options));
        Assert.AreEqual(
            $"Image file '{first}' is empty. Replace it, or leave it out. 4 more of 9 images cannot be read. Set ImageFolderOptions.OnUnreadable to Skip to leave such images out.",
            error.Message);
    }

    [TestMethod]
    public void UnreadableImage_ThatIsTheOnlyOne_IsNamed()
    {
        _folder.WritePlain("a/1.png", 1);
        string bad = _folder.Write("b/1.png", [1, 2, 3]);
        FormatException error = Assert.ThrowsExactly<FormatException>(() => Load(s_options));
        Assert.AreEqual(
            $"Image file '{bad}' is no JPEG, PNG, GIF, BMP or WebP image. Convert it, or leave it out. Set ImageFolderOptions.OnUnreadable to Skip to leave such images out.",
            error.Message);
    }

    [TestMethod]
    public void UnreadableImages_IfSkipped_AreListedAndWarnedOfOnce()
    {
        string first = Unreadable();
        MessageLog log = new(_ml);
        ImageFolderView view = Load(s_options with { OnUnreadable = UnreadableImages.Skip });
        Assert.AreSequenceEqual([1f, 2, 3, 4], view.GetColumn<float[]>("Features").Select(pixels => pixels[0]));
        Assert.AreSequenceEqual(["a", "a", "b", "b"], view.GetColumn<string>("Label"));
        Assert.AreEqual(5, view.Skipped.Count);
        Assert.AreEqual(new SkippedImage { Path = first, Reason = $"Image file '{first}' is empty. Replace it, or leave it out." }, view.Skipped[0]);
        string[] names = [.. view.Skipped.Take(3).Select(image => $"'{image.Path}'")];
        Assert.AreSequenceEqual([$"Skipped 5 of 9 images, which cannot be read: {string.Join(", ", names)}, ..."], log.Warnings);
        Assert.Contains("Decoded 4 images, skipped 5; ignored 0 other files.", log.Information);
    }

    [TestMethod]
    public void Bombs_AreSkippedLikeOthers()
    {
        _folder.WritePlain("a/1.png", 1);
        _folder.WritePlain("b/1.png", 1);
        _folder.Write("b/2.png", ToyPng.Write(50_000, 50_000, depth: 8, ToyPng.Rgb, [new byte[10]]));
        ImageFolderView view = Load(s_options with { OnUnreadable = UnreadableImages.Skip });
        Assert.Contains("50,000 × 50,000", view.Skipped.Single().Reason);
    }

    [TestMethod]
    public void Progress_RisesToTheTotal_AndCountsTheSkipped()
    {
        Unreadable();
        List<ImageFolderProgress> reports = [];
        Load(s_options with { OnUnreadable = UnreadableImages.Skip, Progress = new Reports(reports) });
        Assert.AreSequenceEqual(Enumerable.Range(1, 9), reports.Select(report => report.Done));
        Assert.IsTrue(reports.All(report => report.Total == 9));
        Assert.AreEqual(new ImageFolderProgress { Done = 9, Total = 9, Skipped = 5 }, reports[^1]);
    }

    [TestMethod]
    public void Progress_OfManyImages_IsReportedForEachHundredth()
    {
        Many();
        List<ImageFolderProgress> reports = [];
        Load(s_options with { Progress = new Reports(reports) });
        Assert.AreEqual(100, reports.Count);
        Assert.AreEqual(250, reports[^1].Done);
    }

    [TestMethod]
    public void Token_ThatIsCancelled_EndsLoading()
    {
        Many();
        using CancellationTokenSource source = new();
        Cancel progress = new(source.Cancel);
        Assert.Throws<OperationCanceledException>(() => Load(s_options with { Progress = progress, CancellationToken = source.Token }));
        Assert.IsLessThan(100, progress.Calls);
    }

    [TestMethod]
    public void Context_ThatIsCancelled_EndsLoading()
    {
        Unreadable();
        ((ICancelable)CatalogUtils.GetEnvironment(_ml.Data)).CancelExecution();
        Assert.Throws<OperationCanceledException>(() => Load(s_options));
    }

    [TestMethod]
    public void Folder_WithoutImagesOfTwoClasses_IsSaidToBe()
    {
        const string Remedy = " Put the images (.bmp, .gif, .jpeg, .jpg, .png, .webp) of each class into a sub-folder that is named for it; "
            + "for images without classes, use mlContext.Transforms.DecodePixels on a column of paths.";
        string missing = Path.Combine(_folder.Path, "no");
        Assert.AreEqual($"There is no folder '{missing}'.", Assert.ThrowsExactly<DirectoryNotFoundException>(() => _ml.Data.LoadFromImageFolder(missing, s_options)).Message);
        _folder.WritePlain("1.png", 1);
        Assert.AreEqual($"'{_folder.Path}' has no images in sub-folders.{Remedy}", Error(s_options));
        _folder.WritePlain("a/1.png", 1);
        Assert.AreEqual($"'{_folder.Path}' has images of one class only, 'a'.{Remedy}", Error(s_options));
        _folder.Write("b/1.png", []);
        Assert.AreEqual(
            $"Without the 1 that cannot be read, '{_folder.Path}' has images of one class only, 'a'.{Remedy}", Error(s_options with { OnUnreadable = UnreadableImages.Skip }));
    }

    [TestMethod]
    public void Folder_ThatMayNotBeRead_IsNamed()
    {
        _folder.WritePlain("a/1.png", 1);
        string closed = Path.GetDirectoryName(_folder.WritePlain("b/1.png", 1))!;
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has other permissions.");
            return;
        }
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Inconclusive("This process may read every folder.");
        }
        File.SetUnixFileMode(closed, UnixFileMode.None);
        try
        {
            Assert.Contains(closed, Assert.ThrowsExactly<UnauthorizedAccessException>(() => Load(s_options)).Message);
        }
        finally
        {
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [TestMethod]
    public void Pixels_BeyondTheMemory_AreRefusedBeforeAnyIsDecoded()
    {
        for (int number = 0; number < 3000; number++)
        {
            _folder.Write($"{number % 2}/{number}.png", []);
        }
        ImageFolderOptions huge = s_options with { Pixels = new DecodePixelsOptions { Width = 16384, Height = 16384, Color = PixelColor.Rgba } };
        string error = Error(huge);
        Assert.StartsWith("The pixels of 3,000 images take 3,221,225,472,000 bytes, more than the ", error);
        Assert.EndsWith(" Make Width and Height smaller, or use mlContext.Transforms.DecodePixels, which keeps no pixels.", error);
    }

    [TestMethod]
    public void Shuffle_GivesEachRowOnce_WithItsOwnPixels()
    {
        for (int number = 0; number < 50; number++)
        {
            _folder.WritePlain($"{number % 2}/{number:D2}.png", (byte)number);
        }
        ImageFolderView view = Load(s_options);
        Assert.IsTrue(view.CanShuffle);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema, new Random(1));
        ValueGetter<ReadOnlyMemory<char>> path = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["ImagePath"]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
        ReadOnlyMemory<char> file = default;
        VBuffer<float> pixels = default;
        List<float> values = [];
        while (cursor.MoveNext())
        {
            path(ref file);
            getter(ref pixels);
            Assert.AreEqual($"{pixels.GetValues()[0]:00}", Path.GetFileNameWithoutExtension($"{file}"));
            values.Add(pixels.GetValues()[0]);
        }
        Assert.AreSequenceEqual(Enumerable.Range(0, 50).Select(number => (float)number), values.Order());
        Assert.IsFalse(values.SequenceEqual(view.GetColumn<float[]>("Features").Select(row => row[0])));
        Assert.AreEqual(50, _ml.Data.ShuffleRows(view, seed: 1).GetColumn<string>("Label").Count());
    }

    [TestMethod]
    public void Cursor_KeepsTheRulesOfMLNet()
    {
        _folder.WritePlain("a/1.png", 1);
        _folder.WritePlain("b/1.png", 2);
        ImageFolderView view = Load(s_options);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Features"]]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
        VBuffer<float> pixels = default;
        Assert.AreEqual(-1, cursor.Position);
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref pixels));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Label"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Features"]));
        Assert.IsTrue(cursor.IsColumnActive(view.Schema["Features"]));
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Label"]));
        Assert.IsTrue(cursor.MoveNext() && cursor.MoveNext());
        Assert.AreEqual(1, cursor.Position);
        DataViewRowId id = default;
        cursor.GetIdGetter()(ref id);
        Assert.AreEqual(new DataViewRowId(1, 0), id);
        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref pixels));
    }

    [TestMethod]
    public void Store_KeepsImagesApart_BeyondOneArray()
    {
        PixelStore store = new(count: 7, imageLength: 6 << 20); // two of them in an array
        for (int image = 0; image < 7; image++)
        {
            store[image].Fill((byte)image);
        }
        for (int image = 0; image < 7; image++)
        {
            Assert.AreEqual(6 << 20, store[image].Length);
            Assert.IsFalse(store[image].ContainsAnyExcept((byte)image));
        }
    }

    private ImageFolderView Load(ImageFolderOptions options) => _ml.Data.LoadFromImageFolder(_folder.Path, options);

    private string Error(ImageFolderOptions options) => Assert.ThrowsExactly<InvalidOperationException>(() => Load(options)).Message;

    /// <summary>250 images of two classes.</summary>
    private void Many()
    {
        byte[] image = ToyImage.Encode(ToyImage.Draw(1, 1, (_, _) => SKColors.White));
        for (int number = 0; number < 250; number++)
        {
            _folder.Write($"{number % 2}/{number}.png", image);
        }
    }

    /// <summary>Four images of two classes, and five files that cannot be read; returns the first of these.</summary>
    private string Unreadable()
    {
        _folder.WritePlain("a/1.png", 1);
        string first = _folder.Write("a/2.png", []);
        _folder.Write("a/3.jpg", [1, 2, 3]);
        _folder.Write("a/4.png", ToyImage.Encode(ToyImage.Noise(40, 40))[..1000]);
        _folder.WritePlain("a/5.png", 2);
        _folder.WritePlain("b/1.png", 3);
        _folder.Write("b/2.png", [0x89, .. "PNG"u8]);
        _folder.WritePlain("b/3.png", 4);
        _folder.Write("b/4.webp", "RIFF____WEBPVP8 "u8.ToArray());
        return first;
    }

    private sealed class Reports(List<ImageFolderProgress> reports) : IProgress<ImageFolderProgress>
    {
        public void Report(ImageFolderProgress value) => reports.Add(value);
    }

    private sealed class Cancel(Action cancel) : IProgress<ImageFolderProgress>
    {
        internal int Calls { get; private set; }

        public void Report(ImageFolderProgress value)
        {
            Calls++;
            cancel();
        }
    }
}

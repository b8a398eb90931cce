namespace MLNetDeep;

[TestClass]
public sealed class ImagesTests : IDisposable
{
    private readonly SampleProgram _images = new("Images");

    public void Dispose() => _images.Dispose();

    [TestMethod]
    public async Task WithoutArguments_DrawsTellsApartSavesAndShows()
    {
        SampleRun run = (await _images.Run("--pictures", "1000", "--epochs", "15")).Succeeded();

        Assert.Contains("1000 pictures of circle, cross, square, triangle", run.Output);
        Assert.IsGreaterThan(0.6, run.Metric("Accuracy", column: 3), run.Output); // a quarter is chance
        Assert.Contains("Predicted  ", run.Output);
        Assert.IsTrue(File.Exists(Path.Combine(_images.Folder, "output", "model.zip")));
        byte[] picture = File.ReadAllBytes(Path.Combine(_images.Folder, "output", "saliency.png"));
        CollectionAssert.AreEqual("\u0089PNG"u8.ToArray()[2..], picture[1..4]);
    }

    [TestMethod]
    public async Task Folder_WithABrokenPicture_IsTrainedOnWithoutIt()
    {
        (await _images.Run("--pictures", "100", "--epochs", "1")).Succeeded();
        string shapes = Path.Combine(_images.Folder, "output", "shapes"), broken = Path.Combine(shapes, "circle", "broken.jpg");
        File.WriteAllBytes(broken, []);

        SampleRun run = (await _images.Run("--folder", shapes, "--epochs", "1")).Succeeded();

        Assert.Contains("100 pictures of circle, cross, square, triangle", run.Output);
        Assert.Contains($"Skipped    Image file '{broken}' is empty. Replace it, or leave it out.", run.Output);
    }

    [TestMethod]
    public async Task Folder_WithoutPictures_IsNamed()
    {
        SampleRun run = await _images.Run("--folder", ".");

        Assert.StartsWith($"'{_images.Folder}' has no images in sub-folders. Put the images ", run.Error);
        Assert.AreEqual(1, run.ExitCode);
    }

    [TestMethod]
    [DataRow("--folder", "nowhere", "--folder: there is no folder 'nowhere'.")]
    [DataRow("--size", "4", "--size must be a whole number from 8 to 512, not '4'.")]
    [DataRow("--data", "x", "Unknown option '--data'. --help lists the options.")]
    public async Task Arguments_ThatCannotBeUsed_AreNamed(string option, string value, string error)
    {
        SampleRun run = await _images.Run(option, value);

        Assert.AreEqual(error, run.Error.Trim());
        Assert.AreEqual(1, run.ExitCode);
    }
}

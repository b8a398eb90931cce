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
    [DataRow("--folder", "nowhere", "--folder: there is no folder 'nowhere'.")]
    [DataRow("--size", "4", "--size must be a whole number from 8 to 512, not '4'.")]
    [DataRow("--data", "x", "Unknown option '--data'. --help lists the options.")]
    [DataRow("--folder", ".", "'.' needs a folder for each of two or more classes, with .jpg, .jpeg, .png, .gif, .bmp files in them.")]
    public async Task Arguments_ThatCannotBeUsed_AreNamed(string option, string value, string error)
    {
        SampleRun run = await _images.Run(option, value);

        Assert.AreEqual(error, run.Error.Trim());
        Assert.AreEqual(1, run.ExitCode);
    }
}

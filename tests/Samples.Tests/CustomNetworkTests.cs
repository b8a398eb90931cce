namespace MLNetDeep;

[TestClass]
public sealed class CustomNetworkTests : IDisposable
{
    private readonly SampleProgram _custom = new("CustomNetwork");

    public void Dispose() => _custom.Dispose();

    [TestMethod]
    public async Task Sample_TrainsSavesAndPredictsInASecondProcess()
    {
        SampleRun run = (await _custom.Run()).Succeeded();

        Assert.MatchesRegex("Accuracy on new orbits: (0.9|1.0)", run.Output);
        byte[] picture = File.ReadAllBytes(Path.Combine(_custom.Folder, "learning-curve.png"));
        Assert.AreSequenceEqual("PNG"u8.ToArray(), picture[1..4]);
        Assert.IsGreaterThan(5000, picture.Length); // more than an empty frame
        Assert.Contains("A second process says circle of circle.", run.Output);
        Assert.Contains("A second process says ellipse of ellipse.", run.Output);
        Assert.Contains("A second process says away of away.", run.Output);
    }
}

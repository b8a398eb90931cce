namespace MLNetDeep.Tests;

[TestClass]
public sealed class GradCamTests
{
    private const int Size = 12; // pixels
    private const int Spot = 3;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void GradCam_OfASpotThatMakesTheClass_ShowsWhereItIs()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(Picture.Draw(count: 600));
        CnnOptions options = new() { Channels = 8, StageCount = 2, BlocksPerStage = 1, NumberOfEpochs = 15, Seed = 1 }; // few blocks: a place of the last map sees a small part of the image
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Cnn(options).Fit(rows);
        Assert.IsGreaterThan(0.95, _ml.BinaryClassification.Evaluate(model.Transform(rows)).Accuracy);

        int hits = 0;
        Picture[] bright = [.. Picture.Draw(count: 100, seed: 2).Where(picture => picture.Label)];
        foreach (Picture picture in bright)
        {
            float[,] places = model.GradCam(picture.Features);
            (int row, int column) = Brightest(places);
            Assert.AreEqual(1f, places[row, column], 1e-5f);
            hits += Math.Abs(row - picture.Row - 1) <= Spot && Math.Abs(column - picture.Column - 1) <= Spot ? 1 : 0;
        }

        Assert.IsGreaterThan(0.9 * bright.Length, hits); // at random it would be a third
    }

    [TestMethod]
    public void GradCam_OfOneOutput_DiffersFromThatOfAnother()
    {
        using DeepTransformer model = _ml.MulticlassClassification.Trainers.Cnn(new CnnOptions { Channels = 4, NumberOfEpochs = 2, Seed = 1 }).Fit(ToyData.Multiclass(_ml));
        float[] signal = [0.5f, -0.5f, 1, 0];

        CollectionAssert.AreNotEqual(model.GradCam(signal, output: 0), model.GradCam(signal, output: 1));
        Assert.AreEqual((1, 4), (model.GradCam(signal).GetLength(0), model.GradCam(signal).GetLength(1)));
    }

    [TestMethod]
    public void GradCam_OfWhatItCannotExplain_SaysWhy()
    {
        using DeepTransformer dense = _ml.BinaryClassification.Trainers.Mlp(new MlpOptions { HiddenLayerSizes = [2], NumberOfEpochs = 1 }).Fit(ToyData.Binary(_ml));
        using DeepTransformer model = _ml.BinaryClassification.Trainers.Cnn(new CnnOptions { Channels = 2, NumberOfEpochs = 1 }).Fit(ToyData.Binary(_ml));

        Assert.AreEqual(
            "GradCam explains convolutional networks; this model has MlpOptions. Train with Trainers.Cnn.",
            Assert.ThrowsExactly<InvalidOperationException>(() => dense.GradCam([1, 2, 3, 4])).Message);
        Assert.StartsWith("The model takes 4 numbers, got 3. Give the feature column of one row.", Assert.ThrowsExactly<ArgumentException>(() => model.GradCam([1, 2, 3])).Message);
        Assert.StartsWith("The model has the outputs 0 to 0.", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.GradCam([1, 2, 3, 4], output: 1)).Message);
    }

    private static (int Row, int Column) Brightest(float[,] places)
    {
        int best = places.Cast<float>().Index().MaxBy(place => place.Item).Index;
        return (best / places.GetLength(1), best % places.GetLength(1));
    }

    /// <summary>Noise, with a bright spot in half of the pictures.</summary>
    private sealed class Picture
    {
        [VectorType(1, Size, Size)]
        public float[] Features { get; } = new float[Size * Size];

        public bool Label { get; private init; }

        [NoColumn]
        public int Row { get; private init; }

        [NoColumn]
        public int Column { get; private init; }

        internal static Picture[] Draw(int count, int seed = 1)
        {
            Random random = new(seed);
            return [.. Enumerable.Range(0, count).Select(_ => Draw(random))];
        }

        private static Picture Draw(Random random)
        {
            Picture picture = new() { Label = random.Next(2) == 0, Row = random.Next(Size - Spot), Column = random.Next(Size - Spot) };
            for (int pixel = 0; pixel < picture.Features.Length; pixel++)
            {
                (int row, int column) = (pixel / Size - picture.Row, pixel % Size - picture.Column);
                bool isSpot = picture.Label && row is >= 0 and < Spot && column is >= 0 and < Spot;
                picture.Features[pixel] = isSpot ? 255 : random.Next(200);
            }
            return picture;
        }
    }
}

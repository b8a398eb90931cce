using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.Tests;

/// <summary>What each loss is of some outputs and targets, and its gradient.</summary>
[TestClass]
public sealed class LossTests
{
    private const double Tolerance = 1e-5;

    private static readonly float[] s_errors = [-3, -1, -0.4f, 0.25f, 1, 2.5f];

    public static IEnumerable<object[]> OfNumbers =>
    [
        Row("squared", new SquaredError(), error => error * error),
        Row("absolute", new AbsoluteError(), Math.Abs),
        Row("Huber of 1", new HuberLoss(1), error => Huber(error, 1)),
        Row("Huber of 0.3", new HuberLoss(0.3), error => Huber(error, 0.3)),
        Row("median", new QuantileLoss(0.5), error => 0.5 * Math.Abs(error)),
        Row("quantile of 0.9", new QuantileLoss(0.9), error => error < 0 ? 0.9 * -error : 0.1 * error), // a negative error: the label is above
    ];

    [TestMethod]
    [DynamicData(nameof(OfNumbers))]
    public void Loss_OfANumber_IsThatOfItsDefinition(string name, object loss, Func<double, double> expected)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor outputs = tensor(s_errors).unsqueeze(1).requires_grad_(true), targets = full(s_errors.Length, 2.0f);
        Tensor shifted = outputs + 2;

        Tensor losses = ((ILoss)loss).Of(shifted, targets);
        losses.sum().backward();

        AssertClose(s_errors.Select(error => expected(error)), losses);
        AssertClose(s_errors.Select(error => Slope(expected, error)), outputs.grad!.squeeze(1), 1e-3);
        Assert.AreNotEqual("", name);
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.1)]
    [DataRow(0.9)]
    public void CrossEntropy_WithSmoothing_IsThatOfSpreadLabels(double smoothing)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor outputs = tensor(new float[] { 1, -2, 0.5f, 3, 0, 0 }, 2, 3), labels = tensor(new long[] { 2, 0 });
        double[] logs = [.. OnnxRun.Values(outputs.log_softmax(1)).Select(value => (double)value)];

        double Expected(int row, int label) =>
            -Enumerable.Range(0, 3).Sum(index => logs[(3 * row) + index] * ((smoothing / 3) + (index == label ? 1 - smoothing : 0)));
        AssertClose([Expected(0, 2), Expected(1, 0)], new CrossEntropy(smoothing).Of(outputs, labels));
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.2)]
    public void BinaryCrossEntropy_WithSmoothing_IsThatOfSpreadLabels(double smoothing)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] logits = [-3, 0.5f, 2];
        double Expected(double logit, double label)
        {
            double probability = 1 / (1 + Math.Exp(-logit)), share = (label * (1 - smoothing)) + (smoothing / 2);
            return -(share * Math.Log(probability)) - ((1 - share) * Math.Log(1 - probability));
        }

        Tensor losses = new BinaryCrossEntropy(smoothing).Of(tensor(logits).unsqueeze(1), tensor(new float[] { 0, 1, 0 }));

        AssertClose([Expected(-3, 0), Expected(0.5, 1), Expected(2, 0)], losses);
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.5)]
    [DataRow(2.0)]
    public void Focal_TakesFromWhatIsToldApart(double gamma)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] logits = [-3, 0.5f, 2];
        Tensor targets = tensor(new float[] { 0, 1, 0 }), classes = targets.to(ScalarType.Int64);
        Tensor two = stack([zeros(3), tensor(logits)], 1); // the same probabilities
        double Expected(double probability) => Math.Pow(1 - probability, gamma) * -Math.Log(probability);
        double[] expected = [.. new[] { 3, 0.5, -2 }.Select(logit => Expected(1 / (1 + Math.Exp(-logit))))];

        AssertClose(expected, new FocalLoss(new BinaryCrossEntropy(), gamma).Of(tensor(logits).unsqueeze(1), targets));
        AssertClose(expected, new FocalLoss(new CrossEntropy(), gamma).Of(two, classes));
    }

    [TestMethod]
    [DataRow(0.5)]
    [DataRow(2.0)]
    public void Focal_OfACertainty_HasAFiniteGradient(double gamma)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor outputs = tensor(new float[] { 60, -60 }).unsqueeze(1).requires_grad_(true);

        new FocalLoss(new BinaryCrossEntropy(), gamma).Of(outputs, tensor(new float[] { 1, 1 })).sum().backward();

        float[] gradient = OnnxRun.Values(outputs.grad!);
        Assert.AreEqual(0, gradient[0], 1e-4f);
        Assert.AreEqual(-1, gradient[1], 1e-4f);
    }

    [TestMethod]
    public void OwnLoss_OfAnotherShape_IsRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        OwnLoss mean = new((outputs, targets) => (outputs.squeeze(-1) - targets).square().mean());

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => mean.Of(zeros(3, 1), zeros(3)));

        Assert.AreEqual("The loss given to WithLoss must have a number for each row, shape [3]; it has []. Do not take the mean or the sum.", error.Message);
    }

    [TestMethod]
    public void OwnLoss_WithoutGradient_IsRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        OwnLoss constant = new((_, targets) => targets.square());

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => constant.Of(zeros(3, 1, requires_grad: true), zeros(3)));

        Assert.AreEqual("The loss given to WithLoss has no gradient. Compute it from the outputs, by operations of LibTorch alone.", error.Message);
        Assert.AreEqual(3, constant.Of(zeros(3, 1), zeros(3)).size(0)); // when measuring, none is needed
    }

    private static object[] Row(string name, ILoss loss, Func<double, double> expected) => [name, loss, expected];

    private static double Huber(double error, double delta) =>
        Math.Abs(error) <= delta ? error * error / 2 : delta * (Math.Abs(error) - (delta / 2));

    private static double Slope(Func<double, double> of, double at) => (of(at + 1e-6) - of(at - 1e-6)) / 2e-6;

    private static void AssertClose(IEnumerable<double> expected, Tensor actual, double tolerance = Tolerance)
    {
        foreach ((double one, float other) in expected.Zip(OnnxRun.Values(actual)))
        {
            Assert.AreEqual(one, other, tolerance * Math.Max(1, Math.Abs(one)));
        }
    }
}

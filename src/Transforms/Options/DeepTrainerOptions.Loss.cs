using System.Globalization;

namespace MLNetDeep;

// What is minimized.
public abstract partial record DeepTrainerOptions
{
    /// <summary>What training minimizes, and what progress is measured by.</summary>
    /// <value>The default is <see cref="Loss.Automatic"/>. <c>Fit</c> refuses a loss of another task.</value>
    /// <remarks>A loss of your own goes to <c>DeepTrainer.WithLoss</c>.</remarks>
    public Loss Loss { get; init; }

    /// <summary>The share of each label in classification that is spread over all classes, so that no probability has to become 1.</summary>
    /// <value>In [0, 1). The default is 0. <see cref="Loss.Focal"/> and regression refuse another.</value>
    /// <remarks>Szegedy et al. 2016, arXiv 1512.00567.</remarks>
    public double LabelSmoothing { get; init; }

    /// <summary>γ of <see cref="Loss.Focal"/>: how much less rows count that are already told apart. 0 is cross-entropy.</summary>
    /// <value>At least 0. The default is 2, as in the paper.</value>
    public double FocalGamma { get; init; } = 2;

    /// <summary>The error up to which <see cref="Loss.Huber"/> is a square, in standard deviations of the training labels.</summary>
    /// <value>Positive. The default is 1.</value>
    public double HuberDelta { get; init; } = 1;

    /// <summary>The quantile that <see cref="Loss.Quantile"/> learns: the share of labels that are below the prediction.</summary>
    /// <value>In (0, 1). The default is 0.5: the median.</value>
    public double Quantile { get; init; } = 0.5;

    /// <summary>Whether all classes count alike in the loss, however few rows they have.</summary>
    /// <value>The default is <see langword="false"/>: all rows count alike. Regression refuses it.</value>
    /// <remarks>Each row counts n / (C · n of its class). Accuracy and other metrics are measured without; probabilities are those of classes that are equally frequent.</remarks>
    public bool BalanceClasses { get; init; }

    /// <summary>How much a row of each class counts in the loss, beside its own weight; only the ratios matter.</summary>
    /// <value>
    /// Positive numbers, one for each class in the order of the scores; of a Boolean label, those of <see langword="false"/> and <see langword="true"/>.
    /// The default is <see langword="null"/>: all alike. Regression, and <see cref="BalanceClasses"/> beside it, refuse it.
    /// </value>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Refuses what has no meaning for a task.</summary>
    /// <param name="task">What is predicted.</param>
    /// <param name="classCount">The number of classes; 0 in regression.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option cannot be followed.</exception>
    internal void CheckFor(TaskKind task, int classCount)
    {
        Require.That(ClassWeights is null || !BalanceClasses, nameof(BalanceClasses), BalanceClasses, "false where ClassWeights are given");
        if (task == TaskKind.Regression)
        {
            Require.That(Loss is not (Loss.CrossEntropy or Loss.Focal), nameof(Loss), Loss, "one of Automatic, SquaredError, AbsoluteError, Huber, Quantile for regression");
            Require.That(LabelSmoothing == 0, nameof(LabelSmoothing), LabelSmoothing, "0 for regression");
            Require.That(!BalanceClasses, nameof(BalanceClasses), BalanceClasses, "false for regression");
            Require.That(ClassWeights is null, nameof(ClassWeights), Shown(ClassWeights), "null for regression");
            Require.That(!CalibrateProbabilities, nameof(CalibrateProbabilities), CalibrateProbabilities, "false for regression");
            return;
        }
        Require.That(Loss is Loss.Automatic or Loss.CrossEntropy or Loss.Focal, nameof(Loss), Loss, "one of Automatic, CrossEntropy, Focal for classification");
        Require.That(ClassWeights is null || ClassWeights.Count == classCount, nameof(ClassWeights), Shown(ClassWeights), $"{classCount} numbers, one for each class in the order of the scores, or null");
    }

    private void CheckLoss()
    {
        Require.Defined(nameof(Loss), Loss);
        Require.Fraction(nameof(LabelSmoothing), LabelSmoothing);
        Require.That(LabelSmoothing == 0 || Loss != Loss.Focal, nameof(LabelSmoothing), LabelSmoothing, "0 for Focal");
        Require.AtLeast(nameof(FocalGamma), FocalGamma, 0);
        Require.PositiveFinite(nameof(HuberDelta), HuberDelta);
        Require.That(Quantile is > 0 and < 1, nameof(Quantile), Quantile, "in (0, 1)");
        Require.That(ClassWeights is null || (ClassWeights.Count > 0 && ClassWeights.All(weight => weight > 0 && double.IsFinite(weight))), nameof(ClassWeights), Shown(ClassWeights), "positive and finite numbers, or null");
    }

    private static string? Shown(IReadOnlyList<double>? numbers) =>
        numbers is null ? null : $"[{string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]";
}

namespace MLNetDeep;

/// <summary>What follows from the means of a row: the numbers of its columns.</summary>
/// <param name="task">What is predicted.</param>
/// <param name="width">The numbers of a row.</param>
internal sealed class EnsembleScores(TaskKind task, int width)
{
    private const double LowestProbability = 1.1754944e-38; // the least of full precision: no log-loss is infinite, and small ones keep their order
    private const double HighestProbability = 1 - (1.0 / (1 << 24)); // the largest below 1

    private readonly float[] _score = new float[width];
    private readonly float[] _probability = new float[1];

    /// <summary>To be filled, one for each number.</summary>
    internal double[] Means { get; } = new double[width];

    /// <summary>Computes the outputs from <see cref="Means"/>.</summary>
    internal void Update()
    {
        if (task == TaskKind.BinaryClassification)
        {
            double probability = Math.Clamp(Means[0], LowestProbability, HighestProbability);
            _probability[0] = (float)probability;
            _score[0] = (float)Math.Log(probability / (1 - probability));
            return;
        }
        for (int index = 0; index < _score.Length; index++)
        {
            _score[index] = (float)Means[index];
        }
    }

    /// <summary>0 for the score, 1 for the probability in binary classification.</summary>
    internal ReadOnlySpan<float> Output(int output) => output == 0 ? _score : _probability;
}

using MLNetDeep.Networks;
using MLNetDeep.Tasks;

namespace MLNetDeep;

/// <summary>A network, and all that it takes to train it.</summary>
/// <param name="Network">With initial weights.</param>
/// <param name="Task">What to learn.</param>
/// <param name="Training">The rows to learn from.</param>
/// <param name="Validation">Those to measure progress on, if there are any.</param>
/// <param name="Options">How.</param>
/// <param name="Watch">What epochs are measured by.</param>
/// <param name="Checkpoints">Where the state of training is kept, if anywhere.</param>
/// <param name="Random">The fit's random numbers.</param>
/// <param name="Observer">Is told of progress.</param>
internal sealed record Learning(
    Network Network, TrainingTask Task, Rows Training, Rows? Validation, DeepTrainerOptions Options, Watch Watch, Checkpoints? Checkpoints, FitRandom Random, FitObserver Observer);

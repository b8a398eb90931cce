using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>How the learning rate changes from the first training step to the last.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LearningRateSchedule>))]
public enum LearningRateSchedule
{
    /// <summary>Rises linearly over the first twentieth of training, then falls along half a cosine to 0 (Loshchilov and Hutter 2017, arXiv 1608.03983).</summary>
    WarmUpCosine,

    /// <summary>Stays at its peak.</summary>
    Constant,

    /// <summary>Rises from a twenty-fifth of its peak over the first three tenths of training, then falls to almost 0, both along half a cosine (Smith and Topin 2018, arXiv 1708.07120).</summary>
    OneCycle,

    /// <summary>Is multiplied by <see cref="DeepTrainerOptions.LearningRateFactor"/> after every <see cref="DeepTrainerOptions.LearningRateStepEpochs"/> epochs.</summary>
    Step,

    /// <summary>Is multiplied by <see cref="DeepTrainerOptions.LearningRateFactor"/> when the validation loss has not fallen for <see cref="DeepTrainerOptions.LearningRatePlateauEpochs"/> epochs; without validation rows, the training loss.</summary>
    ReduceOnPlateau,

    /// <summary>Rises from 0 and falls to 0 four times, each time for twice as long, so that a short training is part of a long one: ½·(1 − cos(2π·log₂(1 + 15·t))), the "coslog₄" of Holzmüller et al. 2024, arXiv 2407.04491.</summary>
    CosineCycles,
}

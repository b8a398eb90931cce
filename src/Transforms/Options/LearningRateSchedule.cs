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
}

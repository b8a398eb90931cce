using System.Text.Json.Serialization;

namespace MLNetDeep;

/// <summary>Why a training ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StopReason>))]
public enum StopReason
{
    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>The validation loss, or the metric that decides, had not become better for as many epochs as the patience allows.</summary>
    EarlyStopping,

    /// <summary>The time budget was used up.</summary>
    TimeBudget,

    /// <summary>The loss became infinite or NaN; the last good weights were kept.</summary>
    Diverged,

    /// <summary><see cref="DeepTrainerOptions.StopWhen"/> said so.</summary>
    Requested,
}

namespace MLNetDeep;

/// <summary>All that is known of a fitted model beside its graph; the content of <c>model.json</c>.</summary>
internal sealed record ModelDescription
{
    internal const float DefaultThreshold = 0.5f;

    public required TaskKind Task { get; init; }

    /// <summary>The number of slots of the feature vector; for sequences of any length, the numbers of a step, or the tokens.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>What the steps are, if rows are sequences of any length.</summary>
    public SequenceKind? Sequence { get; init; }

    /// <summary>Whether each step of a sequence has outputs of its own; otherwise each row has.</summary>
    public bool HasStepOutputs { get; init; }

    /// <summary>The number of raw outputs of the network, for a row or a step: classes for multiclass, otherwise 1.</summary>
    public required int OutputCount { get; init; }

    /// <summary>What the label's keys stand for; <see langword="null"/> where the label has no key values.</summary>
    public ClassLabels? Classes { get; init; }

    /// <summary>The probability above which a binary model says <see langword="true"/>.</summary>
    public float Threshold { get; init; } = DefaultThreshold;

    public required DeepTrainerOptions Options { get; init; }

    public required TrainingHistory History { get; init; }
}

namespace MLNetDeep;

/// <summary>What a task wants to know of the labels, gathered while they are read (Welford 1962, Technometrics 4).</summary>
/// <param name="noun">What has a label each, for messages.</param>
/// <param name="classCount">The number of classes, of which labels are indices; 0 in regression.</param>
internal sealed class LabelSummary(string noun, int classCount = 0)
{
    private readonly long[] _classCounts = new long[classCount];
    private double _squares; // of the distances from the mean
    private float _first;

    internal string Noun => noun;

    internal long Count { get; private set; }

    internal double Mean { get; private set; }

    internal double Deviation => Math.Sqrt(_squares / Count);

    /// <summary>How many labels there are of each class.</summary>
    internal IReadOnlyList<long> ClassCounts => _classCounts;

    /// <summary>Whether all labels have the same value.</summary>
    internal bool AreEqual { get; private set; } = true;

    internal void Add(float label)
    {
        if (Count == 0)
        {
            _first = label;
        }
        AreEqual &= label == _first;
        Count++;
        if (classCount > 0)
        {
            _classCounts[(int)label]++;
        }
        double distance = label - Mean;
        Mean += distance / Count;
        _squares += distance * (label - Mean);
    }
}

namespace MLNetDeep;

/// <summary>What a task wants to know of the labels, gathered while they are read (Welford 1962, Technometrics 4).</summary>
/// <param name="noun">What has a label each, for messages.</param>
internal sealed class LabelSummary(string noun)
{
    private double _squares; // of the distances from the mean
    private float _first;

    internal string Noun => noun;

    internal long Count { get; private set; }

    internal double Mean { get; private set; }

    internal double Deviation => Math.Sqrt(_squares / Count);

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
        double distance = label - Mean;
        Mean += distance / Count;
        _squares += distance * (label - Mean);
    }
}

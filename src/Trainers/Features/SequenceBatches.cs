using MLNetDeep.Networks;

namespace MLNetDeep;

/// <summary>Prepared sequences, of which a batch is padded to the longest one in it.</summary>
internal sealed class SequenceBatches : IFeatureBatches
{
    private const int BatchesInAWindow = 16; // of which rows of about the same length are put together: more would repeat the same batches
    private const int PaddedToken = -1;

    private static readonly Scalar s_padding = float.NaN; // kept as AdamW tells
    private static readonly Scalar s_paddedToken = PaddedToken;

    private readonly IFeatureBatches _steps;
    private readonly Tensor _firsts; // in the steps, shape [N], of Int64
    private readonly Tensor _lengths; // shape [N], of Int64
    private readonly int[] _lengthOf;

    /// <param name="steps">All steps.</param>
    /// <param name="starts">Where each row begins in them, and the last one ends: shape [N + 1], of Int64, on the CPU.</param>
    /// <param name="shape">What a row is.</param>
    /// <param name="device">Where to compute.</param>
    internal SequenceBatches(IFeatureBatches steps, Tensor starts, SequenceShape shape, Device device)
    {
        _steps = steps;
        Shape = shape;
        using Tensor firsts = starts.narrow(0, 0, starts.size(0) - 1), lengths = starts.diff();
        using Tensor counts = lengths.to(ScalarType.Int32);
        _lengthOf = counts.Elements<int>().ToArray();
        _firsts = firsts.clone().to(device);
        _lengths = lengths.to(device, copy: true);
        Longest = _lengthOf.Max();
    }

    public long Count => _lengthOf.Length;

    public long ValuesPerRow => (long)Longest * Shape.Form.Width;

    public long BytesInFile => _steps.BytesInFile;

    internal SequenceShape Shape { get; }

    /// <summary>The steps of the longest row.</summary>
    internal int Longest { get; }

    /// <returns>Shape [B, T, D], with NaN behind the end of a row; of tokens [B, T], of Int64, with -1 there.</returns>
    public Tensor Batch(Tensor rows)
    {
        (Tensor values, Tensor isStep) = Steps(_steps, rows);
        if (Shape.Form.Kind == SequenceKind.Tokens)
        {
            return values.squeeze(-1).to(ScalarType.Int64).masked_fill_(isStep.logical_not(), s_paddedToken);
        }
        return Shape.Steps is null ? values.masked_fill_(isStep.logical_not().unsqueeze(-1), s_padding) : values;
    }

    /// <summary>What some rows have at each step.</summary>
    /// <param name="values">What all steps of all rows have.</param>
    /// <param name="rows">Which rows, zero-based, shape [B]; on the device that computes.</param>
    /// <returns>Shape [B, T, D], with anything behind the end of a row; and which are steps, shape [B, T].</returns>
    internal (Tensor Values, Tensor IsStep) Steps(IFeatureBatches values, Tensor rows)
    {
        Tensor lengths = _lengths.index_select(0, rows);
        long longest = Shape.Steps ?? lengths.max().item<long>();
        Tensor places = Axis.Places(longest, lengths.device);
        Tensor isStep = places.unsqueeze(0).lt(lengths.unsqueeze(1));
        Tensor indices = _firsts.index_select(0, rows).unsqueeze(1).Plus(places).mul_(isStep);
        return (values.Batch(indices.view(-1)).view(rows.size(0), longest, -1), isStep);
    }

    /// <summary>Sorts the rows of some batches by length, and puts their batches in random order (bucketing).</summary>
    public Tensor Arrange(Tensor order, Batches batches, FitRandom random)
    {
        if (Shape.Steps is not null)
        {
            return order;
        }
        using Tensor drawn = order.to(CPU, copy: true), turns = randperm(batches.Count, dtype: ScalarType.Int32, generator: random.Host);
        int[] rows = drawn.Elements<int>().ToArray();
        long window = Math.Clamp(batches.Count / 2, 1, BatchesInAWindow);
        for (long first = 0; first < batches.Count; first += window)
        {
            int start = (int)batches.Start(first), end = (int)batches.Start(Math.Min(first + window, batches.Count));
            SortByLength(rows.AsSpan(start, end - start));
        }
        return InTurns(rows, batches, turns.Elements<int>()).to(order.device);
    }

    public Tensor Sort(Tensor rows)
    {
        if (Shape.Steps is not null)
        {
            return rows;
        }
        using Tensor here = rows.to(CPU);
        int[] sorted = here.Elements<int>().ToArray();
        SortByLength(sorted);
        return tensor(sorted, device: rows.device);
    }

    private void SortByLength(Span<int> rows)
    {
        int[] keys = new int[rows.Length];
        for (int index = 0; index < keys.Length; index++)
        {
            keys[index] = _lengthOf[rows[index]];
        }
        keys.AsSpan().Sort(rows);
    }

    /// <summary>The rows in batches of the sizes that their turns have, which may differ.</summary>
    private static Tensor InTurns(int[] rows, Batches batches, ReadOnlySpan<int> turns)
    {
        Tensor arranged = empty(rows.Length, ScalarType.Int32);
        Span<int> places = arranged.Elements<int>();
        int taken = 0;
        foreach (int turn in turns)
        {
            int start = (int)batches.Start(turn), count = (int)batches.Start(turn + 1) - start;
            rows.AsSpan(taken, count).CopyTo(places[start..]);
            taken += count;
        }
        return arranged;
    }
}

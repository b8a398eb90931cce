using System.Runtime.ExceptionServices;

namespace MLNetDeep;

/// <summary>The rows of one reader in parts, which the reader's thread and idle threads of the pool score at the same time.</summary>
/// <remarks>
/// The calling thread scores, too, and waits for none that has not begun: where the pool is busy it does all the work, and a late helper finds
/// nothing left to claim. Which rows are scored together does not depend on the number of threads, and so neither do the scores.
/// </remarks>
internal sealed class ParallelBuffer : IScoringBuffer, IThreadPoolWorkItem
{
    private readonly IScorer _scorer;
    private readonly SequenceForm? _form;
    private readonly int _rowsPerPart;
    private readonly IScoringBuffer?[] _parts; // null until there are rows for it
    private readonly ManualResetEventSlim _finished = new();
    private int _rows;
    private int _helpers; // in the queue of the pool, not begun
    private int _unclaimed; // parts
    private int _unfinished;
    private Exception? _error;

    /// <param name="scorer">What computes the outputs.</param>
    /// <param name="form">How rows are sequences, if they differ in length.</param>
    /// <param name="rowsPerPart">The rows that are scored in one call.</param>
    /// <param name="parts">How many calls may be made at the same time.</param>
    internal ParallelBuffer(IScorer scorer, SequenceForm? form, int rowsPerPart, int parts)
    {
        _scorer = scorer;
        _form = form;
        _rowsPerPart = rowsPerPart;
        _parts = new IScoringBuffer?[parts];
        _parts[0] = scorer.CreateBuffer(form, rowsPerPart); // a model that cannot be run is found before a row is read
    }

    public void Take(int row, in VBuffer<float> features)
    {
        IScoringBuffer part = _parts[row / _rowsPerPart] ??= _scorer.CreateBuffer(_form, _rowsPerPart);
        part.Take(row % _rowsPerPart, features);
    }

    public ReadOnlySpan<float> Output(int output, int row) => _parts[row / _rowsPerPart]!.Output(output, row % _rowsPerPart);

    public void Score(int rows)
    {
        int parts = (rows + _rowsPerPart - 1) / _rowsPerPart;
        _rows = rows;
        _error = null;
        _unfinished = parts;
        _finished.Reset();
        Volatile.Write(ref _unclaimed, parts); // from here on others may begin
        while (Volatile.Read(ref _helpers) < parts - 1)
        {
            Interlocked.Increment(ref _helpers);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        ScoreParts();
        _finished.Wait();
        if (_error is not null)
        {
            ExceptionDispatchInfo.Throw(_error);
        }
    }

    public void Dispose()
    {
        Array.ForEach(_parts, part => part?.Dispose());
        _finished.Dispose();
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref _helpers);
        ScoreParts();
    }

    private void ScoreParts()
    {
        for (int part = Claim(); part >= 0; part = Claim())
        {
            try
            {
                _parts[part]!.Score(Math.Min(_rowsPerPart, _rows - (part * _rowsPerPart)));
            }
            catch (Exception exception)
            {
                _error = exception; // for the reader's thread
            }
            if (Interlocked.Decrement(ref _unfinished) == 0)
            {
                _finished.Set();
            }
        }
    }

    /// <summary>A part that nobody scores yet; −1 if there is none.</summary>
    private int Claim()
    {
        int unclaimed = Volatile.Read(ref _unclaimed);
        for (int seen; unclaimed > 0; unclaimed = seen)
        {
            seen = Interlocked.CompareExchange(ref _unclaimed, unclaimed - 1, unclaimed);
            if (seen == unclaimed)
            {
                break;
            }
        }
        return unclaimed - 1;
    }
}

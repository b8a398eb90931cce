namespace MLNetDeep;

/// <summary>A row with the means of what the members of an ensemble say of it, computed when first asked for at each position.</summary>
internal sealed class EnsembleRow : IScoredRow, IDisposable
{
    private readonly DataViewRow _input;
    private readonly IReadOnlyList<DataViewRow> _members;
    private readonly Action<double[]>[] _add;
    private readonly EnsembleScores _scores;
    private long _position = -1;

    /// <param name="input">The row that all members read.</param>
    /// <param name="ensemble">Of which the row is.</param>
    /// <param name="members">The row as each member gives it, with the column to be averaged.</param>
    /// <param name="width">The numbers of that column.</param>
    internal EnsembleRow(DataViewRow input, EnsembleTransformer ensemble, IReadOnlyList<DataViewRow> members, int width)
    {
        _input = input;
        _members = members;
        _add = [.. members.Zip(ensemble.Weights, (member, weight) => Adder(member, member.Schema[EnsembleColumns.Averaged(ensemble.Task)], weight))];
        _scores = new EnsembleScores(ensemble.Task, width);
    }

    public ReadOnlySpan<float> Output(int output)
    {
        long position = _input.Position;
        if (position < 0)
        {
            throw ColumnAccess.NotOnARow();
        }
        if (position != _position)
        {
            Array.Clear(_scores.Means);
            foreach (Action<double[]> add in _add)
            {
                add(_scores.Means);
            }
            _scores.Update();
            _position = position;
        }
        return _scores.Output(output);
    }

    public void Dispose()
    {
        foreach (DataViewRow member in _members)
        {
            member.Dispose();
        }
    }

    private static Action<double[]> Adder(DataViewRow member, DataViewSchema.Column column, double weight)
    {
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<float>> getVector = member.GetGetter<VBuffer<float>>(column);
            VBuffer<float> vector = default;
            return sums =>
            {
                getVector(ref vector);
                foreach (KeyValuePair<int, float> number in vector.Items())
                {
                    sums[number.Key] += weight * number.Value;
                }
            };
        }
        ValueGetter<float> getNumber = member.GetGetter<float>(column);
        float number = 0;
        return sums =>
        {
            getNumber(ref number);
            sums[0] += weight * number;
        };
    }
}

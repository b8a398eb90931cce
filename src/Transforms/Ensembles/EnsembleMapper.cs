namespace MLNetDeep;

/// <summary>Gives each row the scores of an ensemble. The members see the row one after the other, in one pass over the data.</summary>
internal sealed class EnsembleMapper : IRowMapper
{
    private readonly EnsembleTransformer _ensemble;
    private readonly IRowToRowMapper[] _members;
    private readonly IReadOnlyList<ScoreColumn> _columns;

    /// <exception cref="ArgumentOutOfRangeException">A column that a member reads is missing or not as in training.</exception>
    /// <exception cref="FormatException">The members do not predict the same.</exception>
    internal EnsembleMapper(EnsembleTransformer ensemble, DataViewSchema input)
    {
        _ensemble = ensemble;
        _members = [.. ensemble.Members.Select(member => member.GetRowToRowMapper(input))];
        _columns = EnsembleColumns.Of(ensemble.Task, _members[0].OutputSchema);
        DataViewType type = Averaged(_members[0]).Type;
        Width = (type as VectorDataViewType)?.Size ?? 1;
        foreach ((int index, IRowToRowMapper member) in _members.Index())
        {
            Check(index, member, type);
        }
    }

    /// <summary>The numbers that a member gives for a row.</summary>
    internal int Width { get; }

    public DataViewSchema.DetachedColumn[] GetOutputColumns() =>
        [.. _columns.Select(column => new DataViewSchema.DetachedColumn(column.Name, column.Type, column.Annotations))];

    public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
    {
        HashSet<int> needed = IsAnyActive(activeOutput)
            ? [.. _members.SelectMany(member => member.GetDependencies([Averaged(member)])).Select(column => column.Index)]
            : [];
        return needed.Contains;
    }

    public Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer)
    {
        Delegate[] getters = new Delegate[_columns.Count];
        if (!IsAnyActive(activeOutput))
        {
            disposer = null;
            return getters;
        }
        EnsembleRow row = new(input, _ensemble, [.. _members.Select(member => member.GetRow(input, [Averaged(member)]))], Width);
        disposer = row.Dispose;
        for (int index = 0; index < getters.Length; index++)
        {
            getters[index] = _columns[index].CreateGetter(row);
        }
        return getters;
    }

    public ITransformer GetTransformer() => _ensemble;

    public void Save(ModelSaveContext ctx) => EnsembleFile.Save(_ensemble, ctx);

    private void Check(int index, IRowToRowMapper member, DataViewType expected)
    {
        string name = EnsembleColumns.Averaged(_ensemble.Task);
        DataViewType? type = member.OutputSchema.GetColumnOrNull(name)?.Type;
        if (!expected.Equals(type))
        {
            throw new FormatException($"The ensemble cannot be used: member {index + 1} gives '{name}' as {type?.ToString() ?? "none"}, and the first as {expected}. Sweep again.");
        }
    }

    private bool IsAnyActive(Func<int, bool> activeOutput) => Enumerable.Range(0, _columns.Count).Any(activeOutput);

    private DataViewSchema.Column Averaged(IRowToRowMapper member) => member.OutputSchema[EnsembleColumns.Averaged(_ensemble.Task)];
}

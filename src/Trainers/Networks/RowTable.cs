namespace MLNetDeep.Networks;

/// <summary>A matrix too tall to be trained as a whole: each batch takes the rows that it uses, and only these get a gradient.</summary>
/// <param name="values">The numbers, shape [rows, H], without gradient.</param>
/// <param name="name">Unique in the network.</param>
internal sealed class RowTable(Tensor values, string name = "")
{
    private Tensor? _rows;
    private Tensor? _taken;

    internal string Name => name;

    /// <summary>Whether training leaves the numbers as they began.</summary>
    internal bool IsFrozen { get; set; }

    /// <summary>The numbers, shape [rows, H].</summary>
    internal Tensor Values => values;

    /// <summary>The rows that the last batch took, shape [R].</summary>
    internal Tensor Rows => _rows ?? throw new InvalidOperationException("No batch has taken rows yet.");

    /// <summary>The gradient of these rows after the backward pass, shape [R, H].</summary>
    internal Tensor Gradient => _taken?.grad ?? throw new InvalidOperationException("The rows have no gradient before the backward pass.");

    /// <summary>Some rows as a leaf, with gradient unless they are frozen, shape [R, H].</summary>
    /// <param name="rows">Which ones, each once, shape [R].</param>
    internal Tensor Take(Tensor rows)
    {
        using IDisposable noGradient = no_grad();
        _rows = rows;
        _taken = values.index_select(0, rows).requires_grad_(!IsFrozen);
        return _taken;
    }
}
